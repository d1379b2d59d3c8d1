"""Tidy up behind workers that died, and behind time. Safe to run at any moment, by anyone, twice at once."""

import logging
from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from outbox.models import Attempt, Message
from outbox.recording import DOUBT_GAP, in_doubt
from outbox.states import State

logger = logging.getLogger("outbox")
CRASHES = 3
AT_ONCE = 500
# Longer than any row of refusals lasts: whoever wrote it, or let it go on, would not expect it any more.
LONGEST_WAIT = timedelta(days=14)
TOO_OLD = "It has waited for two weeks. Release it if it should still leave, or cancel it."
_FREE = {"worker": "", "lease_until": None, "begun_at": None}


def recover(*, now: datetime) -> Counter:
    """Qualify: messages being sent whose lease is over, and queued ones that have expired.

    not begun                      -> queued, as if nothing had been
    begun, third crash             -> failed, set aside: it may be what kills the workers
    begun, stream of letters       -> held: it may have left, a person looks
    begun, other streams           -> queued, to be repeated under the same Message-ID
    queued past its time           -> expired
    queued and due for two weeks   -> held: a person decides whether it should still leave
    """
    counts: Counter = Counter()
    over = Message.objects.filter(state=State.SENDING, lease_until__lt=now)
    counts["queued again"] = over.filter(begun_at=None).update(state=State.QUEUED, **_FREE)
    for message in over.filter(begun_at__isnull=False).defer("recipient", "values")[:AT_ONCE]:
        counts[_recover_begun(message, now)] += 1
    counts["expired"] = Message.objects.filter(state=State.QUEUED, expires_at__lte=now).update(
        state=State.EXPIRED
    )
    since = now - LONGEST_WAIT
    too_old = Message.objects.due(now).filter(
        Q(decided_at=None) | Q(decided_at__lte=since), created_at__lte=since, due_at__lte=now
    )
    counts["too old"] = too_old.update(state=State.HELD, reason=TOO_OLD)
    found = +counts
    if found:
        logger.warning("recovered: %s", ", ".join(f"{count} {name}" for name, count in sorted(found.items())))
    return found


def _recover_begun(message: Message, now: datetime) -> str:
    state, reason = in_doubt(message)
    if state != State.HELD and message.crashes + 1 >= CRASHES:
        state, reason = (
            State.FAILED,
            f"Set aside: workers died {CRASHES} times with it in hand. Release it when the cause is mended.",
        )
    # Still the same worker's, still the same try: its answer may be written down at this very moment.
    still = Message.objects.filter(
        pk=message.pk,
        state=State.SENDING,
        worker=message.worker,
        begun_at=message.begun_at,
        lease_until__lt=now,
    )
    with transaction.atomic():
        changed = still.update(
            state=state, reason=reason, due_at=now + DOUBT_GAP, crashes=F("crashes") + 1, **_FREE
        )
        if not changed:
            return "answered meanwhile"
        Attempt.objects.create(
            message=message, started_at=message.begun_at or now, ended_at=now, outcome=Attempt.Outcome.CRASHED
        )
    words: dict[str, str] = {State.HELD: "held in doubt", State.FAILED: "set aside"}
    return words.get(state, "repeated")
