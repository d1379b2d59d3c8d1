"""Take in one mail: keep it sealed, find out what it is, note its news. Twice is once, whatever dies in between."""

import hashlib
import logging
import re
from datetime import datetime

from django.db import DatabaseError, transaction

from kit.received_mail import MOST_BYTES
from kit.wake import wake
from outbox.models import IncomingMail
from outbox.noting import note
from outbox.sorting import Sort, Sorted, sort

logger = logging.getLogger("outbox.intake")
# What servers and mailboxes add on the way: the same mail by another way has others.
_TRACE = re.compile(
    rb"^(?:received|return-path|delivered-to|envelope-to|authentication-results|arc-[\w-]*|x-[\w-]*|dkim-[\w-]*"
    rb"|status|content-length|lines|received-spf)\s*:",
    re.IGNORECASE,
)


@transaction.atomic
def take_in(raw: bytes, *, came_through: str, now: datetime) -> IncomingMail | None:
    """Return the row, or None when this mail is there already. Once it returns, the mail may be deleted where it was."""
    digest = digest_of(raw)
    if IncomingMail.objects.filter(digest=digest).exists():
        return None
    kept = raw[:MOST_BYTES]
    found = _sorted(kept, digest, now)
    row, is_new = IncomingMail.objects.get_or_create(
        digest=digest,
        defaults={
            "sort": found.sort,
            "message_id": found.message,
            "came_through": came_through,
            "size": len(raw),
            "raw": kept,
            "came_at": now,
        },
    )
    if not is_new:  # another worker was quicker
        return None
    if note(found.news, now=now, mail=row):
        wake("outbox.heed")
        wake("letters.heed")
    if row.sort in {Sort.REPLY, Sort.AUTO_REPLY}:
        wake("letters.take_replies")
    return row


def digest_of(raw: bytes) -> str:
    """SHA-256 of the mail without its trace headers, with LF as line ends."""
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    fields = re.split(rb"\n(?![ \t])", head)
    kept = [line for line in fields if not _TRACE.match(line)]
    return hashlib.sha256(b"\n".join(kept) + b"\n\n" + body.rstrip(b"\n")).hexdigest()


def _sorted(raw: bytes, digest: str, now: datetime) -> Sorted:
    try:
        return sort(raw, digest=digest, now=now)
    except DatabaseError:
        raise
    except Exception as error:
        # One mail that nobody foresaw must not keep all the others waiting. Without the words of the error.
        logger.error("a mail that came in cannot be read: %s", type(error).__name__)
        return Sorted(Sort.UNREADABLE)
