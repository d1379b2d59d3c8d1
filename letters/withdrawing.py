"""Stop the letters of signatures that are no longer confirmed, also those that already wait in the outbox."""

from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from appeals.models import Signature
from kit.refusals import Refused
from letters.models import Letter
from letters.states import UNSENT, State
from outbox import holding
from outbox.models import Message

WITHDRAWN = "The signature was withdrawn."
INVALID = "The signature no longer counts."


@transaction.atomic
def cancel_withdrawn(*, now: datetime) -> int:
    """Return how many letters were cancelled. A message that has begun to leave is past stopping and stays as it is."""
    gone = Letter.objects.filter(
        ~Q(signature__state=Signature.State.CONFIRMED) | ~Q(signature__reference=F("reference"))
    )
    reason = Case(
        When(signature__in=Signature.objects.filter(state=Signature.State.WITHDRAWN), then=Value(WITHDRAWN)),
        default=Value(INVALID),
    )
    cancelled = 0
    for message in Message.objects.filter(letter__in=gone.filter(state=State.ENQUEUED)):
        cancelled += _cancel_with_message(message, now)
    return cancelled + gone.filter(state__in=UNSENT).update(
        state=State.CANCELLED,
        reason=reason,
        held_for=None,
        claimed_until=None,
        due_at=None,
        decided_at=now,
        decided_by=None,
    )


def _cancel_with_message(message: Message, now: datetime) -> int:
    if message.state not in {Message.State.QUEUED, Message.State.HELD}:
        return 0
    try:
        holding.cancel(message, by=None, reason=WITHDRAWN, now=now)
    except Refused:  # a worker was faster; it asks may_leave before it begins
        return 0
    return Letter.objects.filter(message=message, state=State.ENQUEUED).update(
        state=State.CANCELLED, reason=WITHDRAWN, decided_at=now, decided_by=None
    )
