"""The public pages. A GET shows, a POST acts (promise 7); no page sets a cookie, none needs a script."""

from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from appeals import previewing, sharing, signing
from appeals.forms import SignForm
from appeals.guarded_form import form_token
from appeals.models import Appeal, Signature
from appeals.outcome import outcome
from appeals.views_frame import PAGE_SECONDS, addresses, language
from campaigns import safety
from kit.keeping import kept
from kit.refusals import Refused


@require_safe
@kept(PAGE_SECONDS)
def index(request: HttpRequest) -> HttpResponse:
    appeals = list(Appeal.objects.open(timezone.now()).select_related("case", "tally").order_by("-opened_at"))
    wordings = previewing.wordings_of(appeals)
    shown = [(appeal, wordings[appeal.pk].best(language())) for appeal in appeals]
    return render(request, "public/index.html", {"appeals": shown, "languages": addresses("index")})


@csrf_exempt  # the form carries its own signed token and acts for nobody who is logged in
@kept(PAGE_SECONDS)  # what is posted is never cached
def appeal(request: HttpRequest, slug: str) -> HttpResponse:
    found = (
        Appeal.objects.select_related("case__campaign", "tally", "fallback")
        .exclude(state="draft")
        .filter(slug=slug)
        .first()
    )
    if found is None:
        raise Http404
    now = timezone.now()
    if request.method != "POST":
        came = {
            "country": request.GET.get("country", ""),
            "via": sharing.known(request.GET.get("via", "")),
        }
        return _appeal_page(request, found, SignForm(initial=came))
    form = SignForm(request.POST)
    if "show" in request.POST:  # "Show who gets my letter": the same page, with the letter for that country
        asked = SignForm(initial=request.POST.dict())
        return _appeal_page(request, found, asked, country=request.POST.get("country", ""))
    if not form.is_valid():
        return _appeal_page(request, found, form, status=422)
    try:
        signing.sign(appeal=found, typed=form.typed(), language=language(), now=now)
    except Refused as refused:
        form.add_error(refused.field or None, refused.message)
        return _appeal_page(request, found, form, status=422)
    return redirect("check_your_mail", slug=slug, permanent=False)


@require_safe
def check_your_mail(request: HttpRequest, slug: str) -> HttpResponse:
    return render(
        request,
        "public/check_your_mail.html",
        {"slug": slug, "languages": addresses("check_your_mail", slug)},
    )


def _private(view: Any) -> Any:
    """A page behind a link from a mail: found by its token or not at all, kept by no cache."""

    @wraps(view)
    @never_cache
    def found(request: HttpRequest, token: str) -> HttpResponse:
        signature = signing.by_link(token)
        if signature is None:
            return render(request, "public/link_unknown.html", status=404)
        return view(request, signature, token)

    return found


@require_safe
@_private
def signature(request: HttpRequest, signature: Signature, token: str) -> HttpResponse:
    return _signature_page(request, signature, token)


@csrf_exempt  # the token in the address is the secret
@require_POST
@_private
def confirm(request: HttpRequest, signature: Signature, token: str) -> HttpResponse:
    return _act(request, signature, token, signing.confirm)


@csrf_exempt
@require_POST
@_private
def reject(request: HttpRequest, signature: Signature, token: str) -> HttpResponse:
    try:
        signing.reject(signature=signature, now=timezone.now())
    except Refused as refused:
        return _signature_page(request, signature, token, refused.message, status=409)
    return render(request, "public/rejected.html")


@csrf_exempt
@require_POST
@_private
def withdraw(request: HttpRequest, signature: Signature, token: str) -> HttpResponse:
    return _act(request, signature, token, signing.withdraw)


def _act(request: HttpRequest, signature: Signature, token: str, verb: Any) -> HttpResponse:
    try:
        verb(signature=signature, now=timezone.now())
    except Refused as refused:
        return _signature_page(request, signature, token, refused.message, status=409)
    return redirect("signature", token=token)


def _signature_page(
    request: HttpRequest, signature: Signature, token: str, refusal: str = "", status: int = 200
) -> HttpResponse:
    if signature.agreed:
        letter = signature.agreed
    else:
        preview = previewing.for_signature(signature=signature, day=timezone.now().date())
        letter = preview.agreed if preview else None
    wordings = previewing.approved_wordings(signature.appeal)
    context = {
        "signature": signature,
        "appeal": signature.appeal,
        "text": wordings.best(language()),
        "letter": letter,
        "token": token,
        "refusal": refusal,
        "tally": signature.appeal.tally,
        "is_cooling": bool(signature.cooling_until and signature.cooling_until > timezone.now()),
    }
    return render(request, "public/signature.html", context, status=status)


def _appeal_page(
    request: HttpRequest, appeal: Appeal, form: SignForm, *, country: str = "", status: int = 200
) -> HttpResponse:
    wordings = previewing.approved_wordings(appeal)
    text = wordings.best(language())
    if text is None:
        raise Http404
    country = country or str(form["country"].value() or "")
    now = timezone.now()
    news = outcome(appeal.case)
    letter = None
    if country and not news:
        letter = previewing.for_country(appeal=appeal, wordings=wordings, country=country, day=now.date())
    context = {
        "appeal": appeal,
        "text": text,
        "demands": wordings.demands[text.language],
        "form": form,
        # Always a fresh one: the page that says a token was refused carries one that will do.
        "form_token": form_token(),
        "boxes": [form["may_reply"], form["wants_updates"]],
        "letter": letter,
        "country": "" if news else country,
        "outcome": news,
        "takes_signatures": appeal.takes_signatures(now) and not news,
        "tally": appeal.tally,
        "sources": safety.sources_shown(appeal.case),
        "calls": list(appeal.calls.all()),
        "languages": addresses("appeal", appeal.slug),
        "cooling_seconds": settings.OUTCRY_COOLING_SECONDS,
    }
    return render(request, "public/appeal.html", context, status=status)
