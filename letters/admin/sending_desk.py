"""Sending: one button that stops everything, campaigns paused one by one, and what waits for a person."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from campaigns import pausing as campaigns
from campaigns.models import Campaign
from kit.refusals import Refused
from letters import steering
from letters.models import Dispatch
from letters.standing import standing
from letters.states import DispatchState
from outbox import pausing as switches
from outbox.models.switch import EVERYTHING

# Whoever has to stop all mail at once has no time to type; who and when are kept anyway.
AT_ONCE = "Paused at the desk with one press."


def _pause_everything(**said: Any) -> tuple[Model, str]:
    said["reason"] = said["reason"].strip() or AT_ONCE
    return switches.pause(name=EVERYTHING, **said), "Nothing leaves any more."


def _resume_everything(*, reason: str, **said: Any) -> tuple[Model, str]:
    return switches.resume(name=EVERYTHING, **said), "Mail leaves again."


def _campaign(request: HttpRequest) -> Campaign:
    return get_object_or_404(Campaign, pk=request.POST.get("campaign", "0"))


# button: the right that it takes
RIGHTS = {
    "pause_everything": "outbox.pause_sending",
    "resume_everything": "outbox.pause_sending",
    "pause_campaign": "campaigns.pause_campaign",
    "campaign_goes_on": "campaigns.pause_campaign",
    "dispatches_go_on": "letters.steer_dispatch",
}


def sending_view(request: HttpRequest) -> HttpResponse:
    if not any(request.user.has_perm(right) for right in RIGHTS.values()):
        raise PermissionDenied
    if request.method == "POST":
        return _press(request)
    context = {
        **admin.site.each_context(request),
        "title": "Sending",
        "standing": standing(),
        **{f"may_{button}": request.user.has_perm(right) for button, right in RIGHTS.items()},
    }
    return TemplateResponse(request, "admin/letters/sending.html", context)


def _press(request: HttpRequest) -> HttpResponse:
    button = request.POST.get("button", "")
    if button not in RIGHTS or not request.user.has_perm(RIGHTS[button]):
        raise PermissionDenied
    said = {"by": request.user, "reason": request.POST.get("reason", ""), "now": timezone.now()}
    try:
        row, done = _act(button, request, said)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, done)
        if row is not None:
            LogEntry.objects.log_actions(
                request.user.pk, [row], CHANGE, change_message=done, single_object=True
            )
    return redirect("admin:letters_sending")


def _act(button: str, request: HttpRequest, said: dict[str, Any]) -> tuple[Model | None, str]:
    match button:
        case "pause_everything":
            return _pause_everything(**said)
        case "resume_everything":
            return _resume_everything(**said)
        case "pause_campaign":
            campaign = _campaign(request)
            campaigns.pause(campaign=campaign, **said)
            return campaign, f"{campaign}: its letters and updates do not leave any more."
        case "campaign_goes_on":
            campaign = _campaign(request)
            campaigns.go_on(campaign=campaign, **said)
            return campaign, f"{campaign}: it goes on."
    waiting = list(Dispatch.objects.filter(state=DispatchState.WAITING))
    for dispatch in waiting:
        steering.go_on(dispatch=dispatch, **said)
    return None, f"{len(waiting)} dispatches go on. Their letters get new turns."
