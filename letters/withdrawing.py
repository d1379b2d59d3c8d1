"""Stop the letters of signatures that are no longer confirmed, or were changed; also those that already wait in the outbox.

A signature that was withdrawn is gone for good; one that was invalidated may count again, and its letter goes on.
What there is to do is found by the letter that a signature was noted to have (letters/freezing.py).
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from appeals.models import Signature
from letters.freezing import NO_ADDRESS, locked, note
from letters.holding import cancel_all
from letters.leaving import CHANGED, INVALID, WITHDRAWN
from letters.models import Letter
from letters.states import UNSENT, State

_CONFIRMED, _WITHDRAWN = Q(signature__state="confirmed"), Q(signature__state="withdrawn")
_REASONS = {
    WITHDRAWN: _WITHDRAWN,
    CHANGED: _CONFIRMED & ~Q(signature__reference=F("reference")),
    INVALID: ~_CONFIRMED & ~_WITHDRAWN,
}


@transaction.atomic
def cancel_withdrawn(*, now: datetime) -> int:
    """Return how many letters were cancelled. A message that has begun to leave is past stopping and stays as it is.

    One statement when nothing was changed, else eight for up to MOST_AT_ONCE signatures.
    """
    stale = locked(Signature.objects.whose_letter_differs().exclude(letter_reference=""))
    if not stale:
        return 0
    cancelled = sum(
        cancel_all(Letter.objects.filter(why, signature__in=stale), by=None, reason=reason, now=now)
        for reason, why in _REASONS.items()
    )
    on_its_way = Letter.objects.filter(
        signature=OuterRef("pk"), state__in=[*UNSENT, State.ENQUEUED, State.COLLECTED]
    )
    Signature.objects.filter(~Exists(on_its_way), pk__in=stale).update(letter_reference="")
    return cancelled


@transaction.atomic
def go_on(*, now: datetime) -> int:
    """Let letters go on whose signature counts again, because its invalidation was undone; return how many.

    The next step makes it another message: the one that was cancelled stays cancelled. Everything is checked anew.
    """
    stopped = Letter.objects.filter(state=State.CANCELLED, reason=INVALID, decided_by=None)
    mine = stopped.filter(signature=OuterRef("pk"), reference=OuterRef("reference"))
    again = locked(Signature.objects.whose_letter_differs().confirmed().filter(Exists(mine)))
    if not again:
        return 0
    current = stopped.filter(signature__in=again, signature__reference=F("reference"))
    going = Letter.objects.filter(pk__in=current.order_by().values("pk")).update(
        state=Case(When(contact=None, then=Value(State.PARKED)), default=Value(State.FROZEN)),
        reason=Case(When(contact=None, then=Value(NO_ADDRESS)), default=Value("")),
        step=F("step") + 1,
        message=None,
        tries=0,
        decided_at=now,
    )
    note(Signature.objects.filter(pk__in=again))
    return going
