"""Hold, release, cancel: one letter by a person's decision, many by the house. In the outbox a letter's message decides.

Of many, the state is asked at the row itself and not over a join: what a rival has just decided stands.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from kit.refusals import Refused, reason_of
from kit.wake import wake
from letters.models import Letter, LetterPdf
from letters.states import MOVES, UNSENT, State
from outbox import holding as messages
from outbox.models import Message
from trail.recording import recorded


@recorded
def hold(letters: "QuerySet[Letter]", *, by: AbstractBaseUser, reason: str, now: datetime) -> int:
    """Hold those that have not gone to the outbox; return how many. One statement."""
    stoppable = Letter.objects.filter(
        pk__in=letters.order_by().values("pk"), state__in=MOVES.before(State.HELD)
    )
    return stoppable.update(state=State.HELD, **_decided(by, reason, now))


def release_all(letters: "QuerySet[Letter]", **said: object) -> int:
    """Let those that are held or parked go on: with a PDF to their turn, without one to the press. One statement."""
    stopped = Letter.objects.filter(
        pk__in=letters.order_by().values("pk"), state__in=(State.HELD, State.PARKED)
    )
    has_pdf = Exists(LetterPdf.objects.filter(letter=OuterRef("pk")))
    state = Case(When(has_pdf, then=Value(State.READY)), default=Value(State.FROZEN))
    return stopped.update(state=state, due_at=None, **said)


@recorded
def cancel_all(
    letters: "QuerySet[Letter]", *, by: AbstractBaseUser | None, reason: str, now: datetime
) -> int:
    """Cancel those that have not begun to leave, with their messages; return how many. Two statements.

    `letters` may not be found by the state of their message, which changes in between.
    """
    waiting = Message.objects.filter(letter__in=letters.filter(state=State.ENQUEUED))
    messages.cancel_all(waiting, by=by, reason=reason, now=now)
    is_stopped = Exists(Message.objects.filter(pk=OuterRef("message"), state=Message.State.CANCELLED))
    # One that goes with others can be taken out until their email has begun to leave.
    still = Message.objects.filter(collective=OuterRef("collective"))
    is_collected = Q(state=State.COLLECTED) & Exists(still.unbegun() | still.filter(state=Message.State.HELD))
    chosen = Letter.objects.filter(
        Q(state__in=UNSENT) | Q(state=State.ENQUEUED) & is_stopped | is_collected,
        pk__in=letters.order_by().values("pk"),
    )
    return chosen.update(state=State.CANCELLED, held_for=None, **_decided(by, reason, now))


@recorded
def release(letter: Letter, *, by: AbstractBaseUser, reason: str, now: datetime) -> None:
    """Let a held letter go on, from rendering if it has no PDF; it gets a new turn and is checked again like any other."""
    state = State.READY if hasattr(letter, "pdf") else State.FROZEN
    _move(letter, State.HELD, state, by=by, reason=reason, now=now, tries=0)
    wake("letters.dispatch" if state == State.READY else "letters.render")


@recorded
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
        state=new, held_for=None, **_decided(by, reason, now), **more
    ):
        raise Refused("The letter has moved on meanwhile. Look at it again.")
    letter.refresh_from_db()


def _decided(by: AbstractBaseUser | None, reason: str, now: datetime) -> dict[str, Any]:
    """Who decided what, why and when; and nobody's turn or claim is left."""
    return {
        "reason": reason_of(reason),
        "claimed_until": None,
        "due_at": None,
        "decided_by": by,
        "decided_at": now,
    }
