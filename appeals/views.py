"""The public pages. A GET shows, a POST acts (promise 7); no page sets a cookie, none needs a script."""

from dataclasses import replace

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from appeals import admitting, appeal_page, challenge, front_page, sharing, signing
from appeals.forms import SignForm
from appeals.guarded_form import form_token
from appeals.models import Appeal
from appeals.views_frame import PAGE_SECONDS, addresses, language
from kit import networks
from kit.keeping import kept
from kit.refusals import Refused

# The one public page with a script: htmx, which changes the letter as soon as a country is chosen. It works without.
SCRIPT = {"script-src": [SELF], "connect-src": [SELF]}


@require_safe
@kept(PAGE_SECONDS)
@gzip_page  # nothing on this page is secret, so that its length tells nobody anything
def index(request: HttpRequest) -> HttpResponse:
    context = {**front_page.told(language=language(), now=timezone.now()), "languages": addresses("index")}
    return render(request, "public/index.html", context)


@csrf_exempt  # the form carries its own signed token and acts for nobody who is logged in
@kept(PAGE_SECONDS)  # what is posted is never cached
@csp_replace(SCRIPT)  # type: ignore[arg-type]  # its stubs know views without arguments only
@gzip_page  # a form that comes back holds what this visitor typed and no secret beside it to be guessed by length
def appeal(request: HttpRequest, slug: str) -> HttpResponse:
    found = _shown(slug)
    if request.method != "POST":
        came = {
            "country": request.GET.get("country", ""),
            "via": sharing.known(request.GET.get("via", "")),
        }
        return _appeal_page(request, found, SignForm(initial=came, appeal=found))
    if "show" in request.POST:  # "Show who gets my letter": the same page, with the letter for that country
        typed = {**request.POST.dict(), "bricks": request.POST.getlist("bricks")}
        return _appeal_page(request, found, SignForm(initial=typed, appeal=found))
    form = SignForm(request.POST, appeal=found)
    if not form.is_valid():
        return _appeal_page(request, found, form, status=422)
    now = timezone.now()
    network = networks.index_of(request.META)
    admission = admitting.admit(
        appeal=found,
        network=network,
        email=form.cleaned_data["email"],
        solution=request.POST.get("solution", ""),
        was_asked="asked" in request.POST,
        now=now,
    )
    if admission.asks:
        return _appeal_page(request, found, form, asked=challenge.new(appeal=found, now=now), status=429)
    typed = replace(form.typed(), network_index=network, waits_because=admission.waits_because)
    try:
        signing.sign(appeal=found, typed=typed, language=language(), now=now)
    except Refused as refused:
        form.add_error(refused.field or None, refused.message)
        return _appeal_page(request, found, form, status=422)
    after = reverse("check_your_mail", args=[slug])
    return redirect(f"{after}?later=1" if admission.waits_because else after)


@require_safe
@kept(PAGE_SECONDS)
@gzip_page  # a country and ticked boxes are all that was asked
def letter(request: HttpRequest, slug: str) -> HttpResponse:
    """The parts of the page that a chosen country changes, for those whose browser asks for them alone."""
    found = _shown(slug)
    form = SignForm(initial={"bricks": request.GET.getlist("bricks")}, appeal=found)
    page = appeal_page.told(
        appeal=found,
        language=language(),
        country=request.GET.get("country", ""),
        bricks=form.ticked(),
        now=timezone.now(),
    )
    if page is None:
        raise Http404
    return render(request, "public/_letter_for_country.html", page)


@require_safe
def check_your_mail(request: HttpRequest, slug: str) -> HttpResponse:
    return render(
        request,
        "public/check_your_mail.html",
        {"slug": slug, "later": "later" in request.GET, "languages": addresses("check_your_mail", slug)},
    )


def _shown(slug: str) -> Appeal:
    rows = Appeal.objects.select_related("case__campaign", "tally", "fallback").exclude(state="draft")
    found = rows.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _appeal_page(
    request: HttpRequest, appeal: Appeal, form: SignForm, *, asked: str = "", status: int = 200
) -> HttpResponse:
    page = appeal_page.told(
        appeal=appeal,
        language=language(),
        country=str(form["country"].value() or ""),
        own_words=str(form["own_words"].value() or ""),
        bricks=form.ticked(),
        now=timezone.now(),
    )
    if page is None:
        raise Http404
    asks = {"hx-get": reverse("letter_for_country", args=[appeal.slug]), "hx-target": "#office"}
    if "bricks" in form.fields:
        asks["hx-include"] = "[name=bricks]"  # own words are not for an address, which ends in logs
    form.fields["country"].widget.attrs.update(asks)
    context = {
        **page,
        "form": form,
        # A fresh one: the page that says a token was refused carries one that will do. One that was taken goes on
        # with the challenge, else a browser that calculates quickly is told that its signer is too quick.
        "form_token": request.POST["token"] if asked else form_token(),
        "challenge": asked,
        "boxes": [form["may_reply"], form["wants_updates"]],
        "languages": addresses("appeal", appeal.slug),
    }
    return render(request, "public/appeal.html", context, status=status)
