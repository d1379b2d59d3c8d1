"""Whoever complained about our mail gets no updates any more: the consent ends, not only the mail (RFC 6650 §5).

Read from the outbox's list of suppressions, where a complaint is the cause; nothing has to be remembered in between.
"""

from datetime import datetime

from outbox.models import Suppression
from supporters.models import Consent


def withdraw_after_complaints(*, now: datetime) -> int:
    """Return how many consents ended. One statement; harmless as often as one likes."""
    complained = Suppression.objects.filter(cause=Suppression.Cause.COMPLAINT).values("address_index")
    live = Consent.objects.filter(purpose=Consent.Purpose.UPDATES, given_at__isnull=False, withdrawn_at=None)
    return live.filter(supporter__mailbox_index__in=complained).update(withdrawn_at=now)
