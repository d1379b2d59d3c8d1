"""Mailboxes that are never mailed: asked when a message is queued and again when it is about to leave."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime

from kit.encryption import ring
from outbox.models import Suppression


def mailbox_index(address: str) -> str:
    """The same mailbox in other letter cases has the same index (RFC 5321 §2.4 allows more; no server does it)."""
    return ring().index(unicodedata.normalize("NFC", address.strip()).lower(), purpose="mailbox")


def is_suppressed(addresses: Iterable[str]) -> set[str]:
    """Return those of `addresses` that must not be mailed. One query."""
    by_index = {mailbox_index(address): address for address in addresses}
    found = Suppression.objects.filter(address_index__in=by_index).values_list("address_index", flat=True)
    return {by_index[index] for index in found}


def suppress(*, address: str, reason: str, now: datetime) -> Suppression:
    """What waits for this mailbox is stopped when it is about to leave. A second call keeps the first reason."""
    suppression, _ = Suppression.objects.get_or_create(
        address_index=mailbox_index(address), defaults={"reason": reason, "at": now}
    )
    return suppression
