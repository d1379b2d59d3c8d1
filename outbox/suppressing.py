"""Mailboxes that are never mailed: asked when a message is queued and again when it is about to leave.

A mailbox is suppressed in all its spellings (kit/mailboxes.py), and by the spelling that was told.
"""

from collections.abc import Iterable
from datetime import datetime

from kit.mailboxes import mailbox_indexes
from outbox.models import Suppression


def is_suppressed(addresses: Iterable[str]) -> set[str]:
    """Return those of `addresses` that must not be mailed. One query."""
    indexes = {address: mailbox_indexes(address) for address in addresses}
    wanted = {index for both in indexes.values() for index in both}
    found = set(Suppression.objects.filter(address_index__in=wanted).values_list("address_index", flat=True))
    return {address for address, both in indexes.items() if found.intersection(both)}


def suppress(*, address: str, reason: str, now: datetime) -> Suppression:
    """What waits for this mailbox is stopped when it is about to leave. A second call keeps the first reason."""
    box, *_spelling = [
        Suppression.objects.get_or_create(address_index=index, defaults={"reason": reason, "at": now})[0]
        for index in mailbox_indexes(address)
    ]
    return box
