"""What people decide about messages: hold, release, cancel, "I found it in the mail server's log"."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet

from kit.refusals import Refused, reason_of
from kit.wake import wake
from outbox.models import Message
from outbox.queueing import SEND_TASK
from outbox.states import MOVES, State
from trail.recording import recorded

_FREE = {"worker": "", "lease_until": None, "begun_at": None, "hold_ref": ""}


@recorded
def hold(
    messages: "QuerySet[Message]", *, reason: str, by: AbstractBaseUser | None, now: datetime, ref: str = ""
) -> int:
    """Hold those that have not begun to leave; return how many. One statement.

    `by` None is the house itself. `ref` is the caller's own, for finding again what it has held.
    """
    waiting = Message.objects.filter(pk__in=messages.order_by().values("pk")).unbegun()
    held = {**_FREE, "hold_ref": ref}
    return waiting.update(state=State.HELD, reason=reason_of(reason), decided_by=by, decided_at=now, **held)


@recorded
def cancel_all(
    messages: "QuerySet[Message]", *, reason: str, by: AbstractBaseUser | None, now: datetime
) -> int:
    """Cancel those that have not begun to leave, held ones too; return how many. One statement."""
    chosen = Message.objects.filter(pk__in=messages.order_by().values("pk"))
    stoppable = chosen.unbegun() | chosen.filter(state=State.HELD)
    return stoppable.update(
        state=State.CANCELLED, reason=reason_of(reason), decided_by=by, decided_at=now, **_FREE
    )


@recorded
def hold_one(message: Message, *, by: AbstractBaseUser | None, reason: str, now: datetime) -> None:
    """Like `hold`, but says when it came too late."""
    if not hold(Message.objects.filter(pk=message.pk), reason=reason, by=by, now=now):
        raise Refused(f"A message that is {message.get_state_display()} cannot be held any more.")
    message.refresh_from_db()


@recorded
def release(message: Message, *, by: AbstractBaseUser | None, reason: str, now: datetime) -> None:
    """Queue it again, due now, under the same Message-ID, with a clean count of tries."""
    _decide(message, State.QUEUED, by=by, reason=reason, now=now, due_at=now, tries=0, crashes=0)
    wake(SEND_TASK[message.stream])


@recorded
def release_held_for(ref: str, *, by: AbstractBaseUser | None, reason: str, now: datetime) -> int:
    """Release what was held under this reference by a room that knows it; return how many. One statement."""
    said = reason_of(reason)
    held = Message.objects.filter(state=State.HELD, hold_ref=ref)
    streams = set(held.values_list("stream", flat=True))
    released = held.update(
        state=State.QUEUED,
        reason=said,
        decided_by=by,
        decided_at=now,
        due_at=now,
        tries=0,
        crashes=0,
        **_FREE,
    )
    for stream in streams:
        wake(SEND_TASK[stream])
    return released


def held_for(prefix: str, *, streams: Collection[str]) -> list[int]:
    """Return the numbers behind `prefix` in what messages of these streams are held for. One statement.

    By them a room finds again what a worker held while it was let go on: the worker read "stopped", a person's release
    was committed, and only then came the worker's "held".
    """
    held = Message.objects.filter(stream__in=streams, state=State.HELD, hold_ref__startswith=prefix)
    refs = held.order_by().values_list("hold_ref", flat=True).distinct()
    return [int(ref.removeprefix(prefix)) for ref in refs]


@recorded
def cancel(message: Message, *, by: AbstractBaseUser | None, reason: str, now: datetime) -> None:
    _decide(message, State.CANCELLED, by=by, reason=reason, now=now)


@recorded
def mark_sent(message: Message, *, by: AbstractBaseUser | None, reason: str, now: datetime) -> None:
    """A person has found the mail server's own record that it took a message held in doubt."""
    if not message.attempts.filter(outcome__in=("in_doubt", "crashed", "accepted")).exists():
        raise Refused("This message was never handed to a mail server, so it cannot have left.")
    _decide(message, State.SENT, by=by, reason=reason, now=now, sent_at=now)


def _decide(
    message: Message, state: str, *, by: AbstractBaseUser | None, reason: str, now: datetime, **more: object
) -> None:
    """A guarded update: what a worker or another person did meanwhile wins, and this person is told."""
    MOVES.check(message.state, state, thing="message")
    rows = Message.objects.filter(pk=message.pk, state=message.state)
    if message.state == State.SENDING:
        rows = rows.filter(begun_at=None)
    if not rows.update(state=state, reason=reason_of(reason), decided_by=by, decided_at=now, **_FREE, **more):
        raise Refused("The message has moved on meanwhile. Look at it again.")
    message.refresh_from_db()
