"""Which dispatches let their letters leave, and what stops the others. Asked when a turn comes and again just before sending."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from campaigns.pausing import campaign_ref, paused_because
from letters.models import Dispatch, Letter
from letters.states import DispatchState
from outbox.kinds import Hold

PAPER_ONLY = "The dispatch was changed to paper."


def dispatch_ref(dispatch: int | str) -> str:
    """What a message says that it is held for, when its dispatch does not run."""
    return f"dispatch:{dispatch}"


def in_a_run(letters: "QuerySet[Letter]", now: datetime) -> "QuerySet[Letter]":
    """Those whose dispatch lets them leave by mail now."""
    run = Dispatch.objects.giving_turns(now).filter(appeal=OuterRef("appeal"), target=OuterRef("target"))
    return letters.filter(Exists(run))


def why_not_running(letters: Sequence[Letter]) -> dict[int, Hold]:
    """Return {letter.pk: Hold} for those whose dispatch waits or was stopped, or whose campaign is paused. One query."""
    wanted = Q(appeal__in={one.appeal_id for one in letters}, target__in={one.target_id for one in letters})
    stops = {}
    for run in Dispatch.objects.filter(wanted).select_related("appeal__case__campaign"):
        if hold := _why_not(run):
            stops[run.appeal_id, run.target_id] = hold
    found = {letter.pk: stops.get((letter.appeal_id, letter.target_id)) for letter in letters}
    return {pk: hold for pk, hold in found.items() if hold}


def why_no_collective(run: Dispatch) -> Hold | None:
    """The same for the email that brings many; `run` comes with its appeal's campaign."""
    if hold := _why_stopped(run):
        return hold
    if run.channel != Dispatch.Channel.COLLECTIVE:
        return Hold(f"The dispatch was changed to {run.get_channel_display()}.", dispatch_ref(run.pk))
    return None


def _why_not(run: Dispatch) -> Hold | None:
    if hold := _why_stopped(run):
        return hold
    if run.channel == Dispatch.Channel.PAPER:
        return Hold(PAPER_ONLY, dispatch_ref(run.pk))
    # Where it goes by one email for all, what is in the outbox already leaves by itself: it is in no such email.
    return None


def _why_stopped(run: Dispatch) -> Hold | None:
    campaign = run.appeal.case.campaign
    if campaign is not None and campaign.paused_at is not None:
        return Hold(paused_because(campaign), campaign_ref(campaign.pk))
    if run.state != DispatchState.RUNNING:
        return Hold(run.reason, dispatch_ref(run.pk))
    return None
