"""What a dispatcher decides about a dispatch: stop it, let it go on, take another way, begin at another time.

Nothing is done to its letters. Those with a turn give it back when it comes (letters/dispatching.py), those in the
outbox are held when they are about to leave (letters/runs.py), and both go on when the dispatch does.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet

from campaigns import pausing as campaigns
from kit.clocks import NoSuchTime, instant, zones
from kit.refusals import Refused, reason_of
from kit.wake import wake
from letters.models import Dispatch
from letters.runs import dispatch_ref
from letters.states import DISPATCH_MOVES, DispatchState
from outbox.holding import held_for, release_held_for
from outbox.states import Stream
from trail.recording import recorded

GOES_ON = "The dispatch goes on."
MOVED_ON = "The dispatch has moved on meanwhile. Look at it again."


@recorded
def stop(*, dispatch: Dispatch, by: AbstractBaseUser, reason: str, now: datetime) -> None:
    _move(dispatch, DispatchState.STOPPED, reason=reason_of(reason), decided_by=by, decided_at=now)


@recorded
@transaction.atomic
def go_on(*, dispatch: Dispatch, by: AbstractBaseUser, reason: str, now: datetime) -> int:
    """Return how many messages had been held in the outbox; they are queued again, and checked again like any other."""
    said = reason_of(reason)
    _move(dispatch, DispatchState.RUNNING, reason=said, decided_by=by, decided_at=now)
    wake("letters.dispatch")
    if dispatch.channel == Dispatch.Channel.PAPER:
        return 0
    return release_held_for(dispatch_ref(dispatch.pk), by=by, reason=said, now=now)


def free_forgotten(*, now: datetime) -> int:
    """Queue again what a worker held for a stop, or for a pause of its campaign, that ended while it was doing so.

    Return how many. Run by every tick; two statements when nothing is held.
    """
    freed = campaigns.free_forgotten(now=now)
    if numbers := held_for(dispatch_ref(""), streams=[Stream.LETTER]):
        running = Dispatch.objects.filter(pk__in=numbers, state=DispatchState.RUNNING)
        by_mail = running.exclude(channel=Dispatch.Channel.PAPER)
        for pk in by_mail.values_list("pk", flat=True):
            freed += release_held_for(dispatch_ref(pk), by=None, reason=GOES_ON, now=now)
    return freed


def make_wait(dispatches: "QuerySet[Dispatch]", *, reason: str, now: datetime) -> int:
    """The house itself: let running ones wait for a person; return how many. One statement."""
    running = Dispatch.objects.filter(
        pk__in=dispatches.order_by().values("pk"), state__in=DISPATCH_MOVES.before(DispatchState.WAITING)
    )
    return running.update(state=DispatchState.WAITING, reason=reason[:300], decided_by=None, decided_at=now)


@recorded
@transaction.atomic
def switch(
    *, dispatch: Dispatch, channel: str, by: AbstractBaseUser | None, reason: str, now: datetime
) -> None:
    """Let the letters take another way; their signers read on their pages which one (letters/place.py)."""
    said = reason_of(reason)
    if channel not in Dispatch.Channel.values:
        raise Refused("There is no such channel.", field="channel")
    if channel == dispatch.channel:
        raise Refused(f"This dispatch goes by {dispatch.get_channel_display()} already.", field="channel")
    rows = Dispatch.objects.filter(pk=dispatch.pk, channel=dispatch.channel)
    decided = {"decided_by": by, "decided_at": now}
    if not rows.update(channel=channel, switched_at=now, switched_because=said, **decided):
        raise Refused(MOVED_ON)
    dispatch.refresh_from_db()
    if dispatch.channel != Dispatch.Channel.PAPER:
        release_held_for(dispatch_ref(dispatch.pk), by=by, reason=said, now=now)
    wake("letters.dispatch")


@recorded
def begin_at(
    *, dispatch: Dispatch, typed: datetime, zone: str, by: AbstractBaseUser, reason: str, now: datetime
) -> str:
    """Begin at `typed` on the wall of `zone`; return a notice about that time, or "". What has left stays so.

    A time that the clocks skip is moved on to the next that exists; of one that is shown twice the first is taken.
    Refused when it is after the act-before date.
    """
    said = reason_of(reason)
    if zone not in zones():
        raise Refused("There is no such time zone. They are named like Europe/Berlin.", field="zone")
    notice = ""
    try:
        starts_at, is_twice = instant(typed, zone)
        if is_twice:
            notice = (
                f"The clocks of {zone} show {typed:%H:%M} twice on that day: the first of the two was taken."
            )
    except NoSuchTime as skipped:
        starts_at, _is_twice = instant(skipped.later, zone)
        notice = (
            f"The clocks of {zone} skip {typed:%H:%M} on that day: it was moved to {skipped.later:%H:%M}."
        )
    if dispatch.ends_at is not None and starts_at >= dispatch.ends_at:
        raise Refused("It would begin after its act-before date.", field="starts")
    # Turns that were given before it begins are given back when they come (letters/dispatching.py).
    Dispatch.objects.filter(pk=dispatch.pk).update(
        starts_at=starts_at, zone=zone, reason=said, decided_by=by, decided_at=now
    )
    dispatch.refresh_from_db()
    wake("letters.dispatch")
    return notice


def _move(dispatch: Dispatch, state: str, **said: Any) -> None:
    DISPATCH_MOVES.check(dispatch.state, state, thing="dispatch")
    if not Dispatch.objects.filter(pk=dispatch.pk, state=dispatch.state).update(state=state, **said):
        raise Refused(MOVED_ON)
    dispatch.refresh_from_db()
