"""What people decide about letters: hold, release, cancel. Once a letter is in the outbox its message decides."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet

from kit.refusals import Refused
from kit.wake import wake
from letters.models import Letter
from letters.states import MOVES, State
from outbox import holding as messages


def hold(letters: "QuerySet[Letter]", *, by: AbstractBaseUser, reason: str, now: datetime) -> int:
    """Hold those that have not gone to the outbox; return how many. One statement."""
    stoppable = Letter.objects.filter(
        pk__in=letters.order_by().values("pk"), state__in=MOVES.before(State.HELD)
    )
    return stoppable.update(
        state=State.HELD, reason=_said(reason), claimed_until=None, due_at=None, decided_by=by, decided_at=now
    )


def release(letter: Letter, *, by: AbstractBaseUser, reason: str, now: datetime) -> None:
    """Let a held letter go on, from rendering if it has no PDF; it gets a new turn and is checked again like any other."""
    state = State.READY if hasattr(letter, "pdf") else State.FROZEN
    _move(letter, State.HELD, state, by=by, reason=reason, now=now, tries=0)
    wake("letters.dispatch" if state == State.READY else "letters.render")


@transaction.atomic
def cancel(letter: Letter, *, by: AbstractBaseUser, reason: str, now: datetime) -> None:
    """For good. Refused when its message has begun to leave."""
    if letter.state == State.ENQUEUED and letter.message:
        messages.cancel(letter.message, by=by, reason=reason, now=now)
    _move(letter, letter.state, State.CANCELLED, by=by, reason=reason, now=now)


def _move(
    letter: Letter, old: str, new: str, *, by: AbstractBaseUser, reason: str, now: datetime, **more: object
) -> None:
    """A guarded update: what a worker or another person did meanwhile wins, and this person is told."""
    MOVES.check(letter.state, new, thing="letter")
    if not Letter.objects.filter(pk=letter.pk, state=old).update(
        state=new,
        reason=_said(reason),
        claimed_until=None,
        due_at=None,
        held_for=None,
        decided_by=by,
        decided_at=now,
        **more,
    ):
        raise Refused("The letter has moved on meanwhile. Look at it again.")
    letter.refresh_from_db()


def _said(reason: str) -> str:
    if not reason.strip():
        raise Refused("Say why; the next person on duty will ask.", field="reason")
    return reason.strip()[:300]
