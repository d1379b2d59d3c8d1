"""Before anything is open: the exact email and the exact paper of a text for each office, and a test to one's own mailbox."""

from email import message_from_bytes, policy
from typing import Any
from urllib.parse import urlencode

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin

from appeals import gaps, merging, previewing
from appeals.models import AppealText
from campaigns.models import Target
from kit.languages import country_name
from kit.refusals import Refused
from letters.composing import draft_of
from letters.pressing import PressMissing
from letters.rendering import RenderError
from letters.test_mode import Shown, letter_of, mail_to_me
from outbox.composing import compose
from outbox.models import Message
from outbox.queueing import message_id
from outbox.states import Stream

HAS_GAPS = "the text still has gaps. Fill them, then look again."
NO_ADDRESS = "no-verified-address@example.invalid"
_IN_A_FRAME = {"default-src": [NONE], "style-src": [UNSAFE_INLINE], "frame-ancestors": [SELF]}


def urls(site: admin.AdminSite) -> list[URLPattern]:
    return [
        path("preview/<int:pk>/", site.admin_view(preview_view), name="letters_preview"),
        path("preview/<int:pk>/<int:office>.pdf", site.admin_view(pdf_view), name="letters_preview_pdf"),
        path("preview/<int:pk>/<int:office>.html", site.admin_view(html_view), name="letters_preview_html"),
        path("preview/<int:pk>/<int:office>/test/", site.admin_view(test_view), name="letters_test"),
    ]


@csp_replace({"frame-src": [SELF]})
def preview_view(request: HttpRequest, pk: int) -> HttpResponse:
    text = _text(request, pk)
    offices = previewing.offices_of(text.appeal)
    chosen = _chosen(request, offices, text)
    context = {
        **admin.site.each_context(request),
        "title": "Mail and PDF",
        "text": text,
        "others": AppealText.objects.filter(appeal=text.appeal).order_by("language"),
        "offices": [(office, _named(office)) for office in offices],
        "chosen": chosen,
        "bricks": text.bricks.all(),
        "ticked": _ticked(request),
        "with_bricks": _with_bricks(request),
    }
    if chosen is not None:
        context |= _shown(text, chosen, _ticked(request))
    return TemplateResponse(request, "admin/letters/preview.html", context)


@csp_replace({**_IN_A_FRAME, "object-src": [SELF]})
@xframe_options_sameorigin
def pdf_view(request: HttpRequest, pk: int, office: int) -> HttpResponse:
    shown = _letter(_text(request, pk), office, _ticked(request))
    headers = {"Content-Disposition": 'inline; filename="preview.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(shown.paper.pdf, content_type="application/pdf", headers=headers)


@csp_replace(_IN_A_FRAME)
@xframe_options_sameorigin
def html_view(request: HttpRequest, pk: int, office: int) -> HttpResponse:
    text = _text(request, pk)
    day = timezone.now().date()
    shown = previewing.for_office(
        text=text, target=_office(text, office), day=day, bricks=_ticked(request)
    ).agreed
    # Without its paper, which the frame beside it has made.
    html = draft_of(shown, digest=merging.digest(shown), pdf=b"").html
    return HttpResponse(html, headers={"Cache-Control": "no-store"})


def test_view(request: HttpRequest, pk: int, office: int) -> HttpResponse:
    if request.method != "POST":
        raise PermissionDenied
    text = _text(request, pk)
    try:
        mail_to_me(
            text=text,
            target=_office(text, office),
            bricks=_ticked(request),
            by=request.user,
            now=timezone.now(),
        )
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"A test is on its way to {request.user.email}, and to nobody else.")
    return redirect(f"{reverse('admin:letters_preview', args=[pk])}?office={office}&{_with_bricks(request)}")


def _text(request: HttpRequest, pk: int) -> AppealText:
    if not request.user.has_perm("appeals.view_appealtext"):
        raise PermissionDenied
    return get_object_or_404(
        AppealText.objects.select_related("appeal__case__campaign", "appeal__fallback"), pk=pk
    )


def _office(text: AppealText, pk: int) -> Target:
    found = next((office for office in previewing.offices_of(text.appeal) if office.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _ticked(request: HttpRequest) -> list[int]:
    """The numbers of the optional paragraphs that the letter is looked at with."""
    return [int(number) for number in request.GET.getlist("brick") if number.isdecimal()]


def _with_bricks(request: HttpRequest) -> str:
    return urlencode([("brick", number) for number in _ticked(request)])


def _chosen(request: HttpRequest, offices: list[Target], text: AppealText) -> Target | None:
    """The office that was asked for, else the first whose letters are written in this language."""
    wanted = request.GET.get("office", "")
    asked = [office for office in offices if str(office.pk) == wanted]
    reads = [office for office in offices if office.languages[:1] == [text.language]]
    return next(iter([*asked, *reads, *offices]), None)


def _letter(text: AppealText, office: int, bricks: list[int]) -> Shown:
    try:
        return letter_of(text=text, target=_office(text, office), bricks=bricks, now=timezone.now())
    except (RenderError, PressMissing) as error:
        raise Http404(str(error)) from error


def _shown(text: AppealText, office: Target, bricks: list[int]) -> dict[str, Any]:
    languages = list(text.appeal.texts.values_list("language", flat=True))
    written_in = merging.letter_language(office, languages)
    try:
        shown = letter_of(text=text, target=office, bricks=bricks, now=timezone.now())
    except (RenderError, PressMissing) as error:
        return {"refusal": HAS_GAPS if gaps.of(text) else str(error), "written_in": written_in}
    recipient = shown.agreed["recipient"]["email"]
    message = Message(
        stream=Stream.LETTER, recipient=recipient or NO_ADDRESS, message_id=message_id(f"preview:{text.pk}")
    )
    parcel = compose(message, shown.draft, now=timezone.now())
    email = message_from_bytes(parcel.content, policy=policy.default)
    return {
        "written_in": written_in,
        "has_address": bool(recipient),
        "headers": [(name, str(value)) for name, value in email.items()],
        "plain": shown.draft.text,
        "attachment": shown.draft.attachments[0],
        "bytes": len(parcel.content),
        "pages": shown.paper.pages,
    }


def _named(office: Target) -> str:
    where = country_name(office.host_country, "en") if office.host_country else ""
    return f"{where}: {office.name}" if where else office.name
