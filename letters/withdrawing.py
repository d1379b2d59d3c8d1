"""Stop the letters of signatures that are no longer confirmed, or were changed; also those that already wait in the outbox.

A signature that was withdrawn is gone for good; one that was invalidated may count again, and its letter goes on.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from appeals.models import Signature
from letters.freezing import NO_ADDRESS
from letters.models import Letter
from letters.states import UNSENT, State
from outbox import holding
from outbox.models import Message

WITHDRAWN = "The signature was withdrawn."
INVALID = "The signature no longer counts."
INVALID_AT_THE_DOOR = "The signature is invalidated."  # in the words of letters/leaving.py
CHANGED = "The signer has changed the letter, or signed anew."


@transaction.atomic
def cancel_withdrawn(*, now: datetime) -> int:
    """Return how many letters were cancelled. A message that has begun to leave is past stopping and stays as it is."""
    gone = Letter.objects.filter(
        ~Q(signature__state=Signature.State.CONFIRMED) | ~Q(signature__reference=F("reference"))
    )
    reason = Case(
        When(signature__in=Signature.objects.filter(state=Signature.State.WITHDRAWN), then=Value(WITHDRAWN)),
        When(signature__in=Signature.objects.confirmed(), then=Value(CHANGED)),
        default=Value(INVALID),
    )
    withdrawn = Q(letter__signature__state=Signature.State.WITHDRAWN)
    waiting = Message.objects.filter(letter__in=gone.filter(state=State.ENQUEUED))
    holding.cancel_all(waiting.filter(withdrawn), by=None, reason=WITHDRAWN, now=now)
    holding.cancel_all(waiting.exclude(withdrawn), by=None, reason=INVALID, now=now)
    stopped = gone.filter(state__in=UNSENT) | gone.filter(
        state=State.ENQUEUED, message__state=Message.State.CANCELLED
    )
    chosen = Letter.objects.filter(pk__in=stopped.order_by().values("pk"))
    return chosen.update(
        state=State.CANCELLED,
        reason=reason,
        held_for=None,
        claimed_until=None,
        due_at=None,
        decided_at=now,
        decided_by=None,
    )


def go_on(*, now: datetime) -> int:
    """Let letters go on whose signature counts again, because its invalidation was undone. One statement.

    The next step makes it another message: the one that was cancelled stays cancelled. Everything is checked anew.
    """
    again = Letter.objects.filter(
        state=State.CANCELLED,
        reason__in=[INVALID, INVALID_AT_THE_DOOR],
        decided_by=None,
        signature__state=Signature.State.CONFIRMED,
        signature__reference=F("reference"),
    )
    return Letter.objects.filter(pk__in=again.order_by().values("pk")).update(
        state=Case(When(contact=None, then=Value(State.PARKED)), default=Value(State.FROZEN)),
        reason=Case(When(contact=None, then=Value(NO_ADDRESS)), default=Value("")),
        step=F("step") + 1,
        message=None,
        tries=0,
        decided_at=now,
    )
