"""The page behind the link from a mail. A GET shows, a POST acts; found by its token or not at all, kept by no cache.

It stands in this room and not where signatures are made, because it tells what has become of the letter (docs/adr/0008).
"""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from appeals import amending, merging, previewing, self_sending, sharing, signing
from appeals.forms import AmendForm, DisplayForm
from appeals.models import Signature
from appeals.views_frame import language
from kit.refusals import Refused
from letters.place import place
from letters.pressing import PressMissing
from letters.self_sending import kit
from letters.signers_copy import pdf_of
from letters.typesetting import RenderError
from letters.you_post import you_post


def _private(view: Any) -> Any:
    @wraps(view)
    @never_cache
    def found(request: HttpRequest, token: str) -> HttpResponse:
        signature = signing.by_link(token)
        if signature is None:
            return render(request, "public/link_unknown.html", status=404)
        return view(request, signature, token)

    return found


def _act(view: Any) -> Any:
    """A button. Its refusal is said on the page that shows how things stand; else the page is opened afresh."""

    @wraps(view)
    def acting(request: HttpRequest, signature: Signature, token: str) -> HttpResponse:
        try:
            answer: HttpResponse | None = view(request, signature, token)
        except Refused as refused:
            return page(request, signature, token, refusal=refused.message, status=409)
        return answer or redirect("signature", token=token)

    # The token in the address is the secret: a page of somebody else's does not know it.
    return csrf_exempt(require_POST(_private(acting)))


@require_safe
@_private
def signature(request: HttpRequest, signature: Signature, token: str) -> HttpResponse:
    return page(request, signature, token)


@_act
def confirm(request: HttpRequest, signature: Signature, token: str) -> None:
    signing.confirm(signature=signature, seen=request.POST.get("seen", ""), now=timezone.now())


@_act
def reject(request: HttpRequest, signature: Signature, token: str) -> HttpResponse:
    signing.reject(signature=signature, now=timezone.now())
    return render(request, "public/rejected.html")


@_act
def withdraw(request: HttpRequest, signature: Signature, token: str) -> None:
    signing.withdraw(signature=signature, now=timezone.now())


@_act
def amend(request: HttpRequest, signature: Signature, token: str) -> HttpResponse | None:
    as_it_is = {name: getattr(signature, name) for name in ("name", "town", "postal", "bricks")}
    typed = {"own_words": ""}
    if "without" not in request.POST:  # "Send it without my own words"
        form = AmendForm(request.POST, signature=signature)
        if not form.is_valid():
            return page(request, signature, token, amend_form=form, status=422)
        typed = form.cleaned_data
    amending.amend(signature=signature, **{**as_it_is, **typed}, now=timezone.now())
    return None


@_act
def show_as(request: HttpRequest, signature: Signature, token: str) -> None:
    form = DisplayForm(request.POST)
    if form.is_valid():
        amending.show_as(signature=signature, choice=form.cleaned_data["display"], language=language())


@_act
def note_sent(request: HttpRequest, signature: Signature, token: str) -> None:
    self_sending.note_sent(signature=signature, now=timezone.now())


@_act
def not_sent(request: HttpRequest, signature: Signature, token: str) -> None:
    self_sending.take_back(signature=signature)


@_act
def note_posted(request: HttpRequest, signature: Signature, token: str) -> None:
    self_sending.note_sent(signature=signature, by=self_sending.POST, now=timezone.now())


@_act
def not_posted(request: HttpRequest, signature: Signature, token: str) -> None:
    self_sending.take_back(signature=signature, by=self_sending.POST)


@require_safe
@_private
def paper(request: HttpRequest, signature: Signature, token: str) -> HttpResponse:
    try:
        pdf = pdf_of(signature)
    except (RenderError, PressMissing):
        return render(request, "public/no_paper.html", {"token": token}, status=503)
    if pdf is None:
        return render(request, "public/no_paper.html", {"token": token}, status=404)
    header = content_disposition_header(True, f"{signature.reference}.pdf") or "attachment"
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": header})


def page(
    request: HttpRequest,
    signature: Signature,
    token: str,
    *,
    refusal: str = "",
    amend_form: AmendForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    # As it is now: the verb that refused may have changed the row in hand.
    signature = signing.by_link(token) or signature
    wordings = previewing.approved_wordings(signature.appeal)
    text = wordings.best(language())
    context: dict[str, Any] = {
        "signature": signature,
        "appeal": signature.appeal,
        "text": text,
        "token": token,
        "refusal": refusal,
        "tally": signature.appeal.tally,
    }
    if signature.state == Signature.State.PENDING:
        preview = previewing.for_signature(signature=signature, day=now.date())
        context["letter"] = preview.agreed if preview else None
        context["seen"] = merging.words_digest(preview.agreed) if preview else ""
    elif signature.agreed:
        context["letter"] = signature.agreed
    if signature.state == Signature.State.CONFIRMED:
        context |= _afterwards(signature, amend_form)
        context["shares"] = sharing.shares(signature.appeal, text, language=language()) if text else []
    return render(request, "public/signature.html", context, status=status)


def _afterwards(signature: Signature, amend_form: AmendForm | None) -> dict[str, Any]:
    now = timezone.now()
    may_amend = amending.may_amend(signature, now)
    return {
        "place": place(signature, now=now),
        # In one piece: a reference that breaks at its hyphens is hard to read out.
        "reference": format_html('<b class="reference">{}</b>', signature.reference),
        "is_cooling": bool(signature.cooling_until and signature.cooling_until > now),
        "amend_form": (amend_form or AmendForm(signature=signature)) if may_amend else None,
        "display_form": DisplayForm(initial={"display": signature.display}),
        "kit": kit(signature.agreed, digest=signature.agreed_digest) if signature.may_be_read else None,
        "you_post": you_post(signature, signature.agreed) if signature.may_be_read else None,
    }
