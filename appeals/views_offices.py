"""The public directory of offices, and the form in which anybody proposes a correction of it.

Like every public page these set no cookie and need no script; what is proposed goes to the desk
without a word about who proposed it.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from appeals import limiting
from appeals.forms_corrections import correction_form
from appeals.guarded_form import form_token
from appeals.views_frame import PAGE_SECONDS, addresses
from campaigns import correcting, directory
from campaigns.models import Contact, Correction, Target
from kit import networks
from kit.keeping import kept
from kit.refusals import Refused


@require_safe
@kept(PAGE_SECONDS)
@gzip_page  # nothing on these pages is secret, so that its length tells nobody anything
def offices(request: HttpRequest) -> HttpResponse:
    choices = directory.choices()
    represents = _chosen(request, "represents", choices.represents)
    host = _chosen(request, "host", choices.host)
    context = {
        "choices": choices,
        "represents": represents,
        "host": host,
        "states": directory.offices(represents=represents, host=host, now=timezone.now()),
        "languages": addresses("offices"),
    }
    return render(request, "public/offices.html", context)


@require_safe
@kept(PAGE_SECONDS)
@gzip_page
def office(request: HttpRequest, key: str) -> HttpResponse:
    found = directory.office(key=key, now=timezone.now())
    if found is None:
        raise Http404
    context = {"office": found, "target": found.target, "languages": addresses("office", key)}
    return render(request, "public/office.html", context)


@csrf_exempt  # the form carries its own signed token and acts for nobody who is logged in
@kept(PAGE_SECONDS)  # what is posted is never cached
def correct(request: HttpRequest, key: str, what: str) -> HttpResponse:
    """`what`: email, post or office for something the directory lacks or says of the office; else a contact's number."""
    correction = _about(key, what)
    if request.method != "POST":
        return _form_page(request, correction, what)
    form = correction_form(correction.about, correction.standing(), request.POST)
    if form.is_valid():
        now = timezone.now()
        try:
            limiting.refuse_many_corrections(network=networks.index_of(request.META), now=now)
            correcting.propose(
                target=correction.target,
                about=correction.about,
                contact=correction.contact,
                values=form.values(),
                source=form.cleaned_data["source"],
                now=now,
            )
        except Refused as refused:
            form.refuse(refused.field, refused.message)
        else:
            return redirect("correction_proposed", key=key, permanent=False)
    return _form_page(request, correction, what, form, status=422)


@require_safe
def correction_proposed(request: HttpRequest, key: str) -> HttpResponse:
    """The same page for everybody, whether the correction was new or waited already."""
    context = {"key": key, "languages": addresses("correction_proposed", key)}
    return render(request, "public/correction_proposed.html", context)


def _chosen(request: HttpRequest, name: str, offered: list[tuple[str, str]]) -> str:
    """A country that is offered; anything else that stands in the address is no filter."""
    code = request.GET.get(name, "")
    return code if code in dict(offered) else ""


def _about(key: str, what: str) -> Correction:
    """An unsaved correction that says what the form is about."""
    target = Target.objects.filter(key=key).first()
    if target is None:
        raise Http404
    if what in Correction.About.values:
        return Correction(target=target, about=what)
    shown = Contact.objects.public().filter(target=target)
    contact = shown.filter(pk=what).first() if what.isascii() and what.isdigit() and len(what) < 19 else None
    if contact is None:
        raise Http404
    return Correction(target=target, about=contact.channel, contact=contact)


def _form_page(
    request: HttpRequest, correction: Correction, what: str, form=None, status: int = 200
) -> HttpResponse:
    context = {
        "target": correction.target,
        "correction": correction,
        "what": what,
        "form": form or correction_form(correction.about, correction.standing()),
        # Always a fresh one: the page that says a token was refused carries one that will do.
        "form_token": form_token(),
        "languages": addresses("correct_office", correction.target.key, what),
    }
    return render(request, "public/correct_office.html", context, status=status)
