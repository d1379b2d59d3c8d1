"""One page for everything that is decided about a mailing: the news, each text as it will be mailed, who gets it, buttons."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from kit.refusals import Refused
from kit.staff import who_else
from mailings import approving, audience, checking, mail, releasing, wording
from mailings.admin.release_form import ReleaseForm
from mailings.admin.seen_as import seen_as
from mailings.models import Mailing, MailingText
from mailings.post import states_of
from mailings.results import results_of
from mailings.states import MOVES, State
from mailings.truth import may_not_tell
from mailings.trying_out import mail_to_me
from mailings.unsubscribing import token_of

CHANGE, APPROVE, RELEASE = (f"mailings.{act}_mailing" for act in ("change", "approve", "release"))


@dataclass(frozen=True)
class Button:
    verb: Callable[..., Any]
    label: str
    becomes: str
    right: str
    asks_why: bool = False
    takes_seen: bool = False
    comes_from: str = ""  # where the same state is reached by another button from elsewhere

    def may(self, request: HttpRequest, mailing: Mailing) -> bool:
        # To stop what was released takes the right to release.
        is_out = mailing.state in (State.RELEASED, State.PAUSED)
        return request.user.has_perm(RELEASE if is_out else self.right)

    def is_for(self, request: HttpRequest, mailing: Mailing) -> bool:
        fits = (
            mailing.state == self.comes_from if self.comes_from else MOVES.allows(mailing.state, self.becomes)
        )
        return fits and self.may(request, mailing)


BUTTONS = {
    "submit": Button(approving.submit, "Submit for approval", State.IN_REVIEW, CHANGE),
    "approve": Button(approving.approve, "Approve as it stands", State.APPROVED, APPROVE, takes_seen=True),
    "release": Button(releasing.release, "Release", State.RELEASED, RELEASE, comes_from=State.APPROVED),
    "resume": Button(releasing.resume, "Let it go on", State.RELEASED, RELEASE, comes_from=State.PAUSED),
    "pause": Button(releasing.pause, "Pause", State.PAUSED, RELEASE, asks_why=True),
    "send_back": Button(approving.send_back, "Send back", State.DRAFT, APPROVE, asks_why=True),
    "cancel": Button(releasing.cancel, "Cancel for good", State.CANCELLED, CHANGE, asks_why=True),
}


def deciding_view(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm("mailings.view_mailing"):
        raise PermissionDenied
    rows = Mailing.objects.select_related("case__campaign", "because__beneficiary", "appeal")
    mailing = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        return _decide(request, mailing)
    now = timezone.now()
    texts = list(mailing.texts.select_related("mailing__case__campaign", "mailing__appeal"))
    buttons = {name: one for name, one in BUTTONS.items() if one.is_for(request, mailing)}
    readers = audience.count(mailing, now=now) if mailing.is_unreleased else None
    digest = wording.digest(mailing)
    # Whoever approved it is told who releases it, in place of the button.
    is_own = "release" in buttons and mailing.approved_by_id == request.user.pk
    context = {
        **admin.site.each_context(request),
        "title": str(mailing),
        "mailing": mailing,
        "to": Mailing.Reach(mailing.reaches).label,
        "record": mailing.because,
        "drafts": [(text, mail.draft(text, token=token_of(0))) for text in texts],
        "stop": may_not_tell([mailing]).get(mailing.pk, ""),
        "is_as_approved": not mailing.digest or mailing.digest == digest,
        "seen": digest,
        "audience": readers,
        "examples": audience.examples(mailing, now=now) if readers else [],
        "findings": checking.findings(mailing, now=now, readers=readers) if readers else [],
        "as": seen_as(request, mailing, now=now),
        "sent": states_of(mailing),
        "results": results_of(mailing),
        "release_form": ReleaseForm() if "release" in buttons and not is_own else None,
        "waits_for": f"{releasing.APPROVED_IT} {who_else(RELEASE, but=request.user)}" if is_own else "",
        "plain": {name: one.label for name, one in buttons.items() if not one.asks_why and name != "release"},
        "why": {name: one.label for name, one in buttons.items() if one.asks_why},
    }
    return TemplateResponse(request, "admin/mailings/deciding.html", context)


def _decide(request: HttpRequest, mailing: Mailing) -> HttpResponse:
    name = request.POST.get("button", "")
    if name == "test":
        return _mail_a_test(request, mailing)
    button = BUTTONS.get(name)
    if button is None or not button.may(request, mailing):
        raise PermissionDenied
    said: dict[str, Any] = {"reason": request.POST.get("reason", "")} if button.asks_why else {}
    if button.takes_seen:
        said["seen"] = request.POST.get("seen", "")
    try:
        if name == "release":
            said = ReleaseForm(request.POST).chosen()
        button.verb(mailing=mailing, by=request.user, now=timezone.now(), **said)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"{button.label}: done.")
        admin.site.get_model_admin(Mailing).log_change(request, mailing, button.label)
    return redirect("admin:mailings_deciding", mailing.pk)


def _mail_a_test(request: HttpRequest, mailing: Mailing) -> HttpResponse:
    try:
        mail_to_me(
            mailing=mailing, language=request.POST.get("language", ""), by=request.user, now=timezone.now()
        )
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, "On its way to your own address, marked as a test. Its links stop nothing.")
    return redirect("admin:mailings_deciding", mailing.pk)


# A mail brings its style in attributes, and nothing else; nothing in it may load or run here either.
@csp({"default-src": [NONE], "style-src": [UNSAFE_INLINE], "frame-ancestors": [NONE]})
def html_view(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm("mailings.view_mailing"):
        raise PermissionDenied
    texts = MailingText.objects.select_related("mailing__case__campaign", "mailing__appeal")
    text = get_object_or_404(texts, pk=pk)
    return HttpResponse(mail.draft(text, token=token_of(0)).html, headers={"Cache-Control": "no-store"})
