"""The public pages. A GET shows, a POST acts (promise 7); no page sets a cookie, none needs a script."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from appeals import previewing, sharing, signing
from appeals.forms import SignForm
from appeals.guarded_form import form_token
from appeals.models import Appeal
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
        return _appeal_page(request, found, SignForm(initial=came, appeal=found))
    form = SignForm(request.POST, appeal=found)
    if "show" in request.POST:  # "Show who gets my letter": the same page, with the letter for that country
        typed = {**request.POST.dict(), "bricks": request.POST.getlist("bricks")}
        asked = SignForm(initial=typed, appeal=found)
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
