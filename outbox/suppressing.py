"""Mailboxes that are never mailed: asked when a message is queued and again when it is about to leave.

A mailbox is suppressed in all its spellings (kit/mailboxes.py).
"""

from datetime import datetime

from kit.mailboxes import mailbox_index
from outbox.models import Suppression


def suppress(
    *, address: str, reason: str, now: datetime, cause: str = Suppression.Cause.PERSON
) -> Suppression:
    """What waits for this mailbox is stopped when it is about to leave. A second call keeps the first reason."""
    row, _created = Suppression.objects.get_or_create(
        address_index=mailbox_index(address), defaults={"reason": reason, "cause": cause, "at": now}
    )
    return row
