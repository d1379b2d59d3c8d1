"""Servers that offer CHUNKING or PIPELINING and do not bear it: each has a rest of an hour from this process, in which mails go one by one."""

import logging
import time
from datetime import timedelta

from django.utils import timezone

from outbox.transports.base import Answer, TransportError

GROUNDED_SECONDS = 3600.0
# Bad syntax, no such command, not now (RFC 5321 §4.2.2): what a server says that cannot follow, and not what it says of a mail.
_NOT_UNDERSTOOD = frozenset(range(500, 505))

Place = tuple[str, int]  # host and port

logger = logging.getLogger("outbox")
_grounded: dict[Place, float] = {}  # until when, by time.monotonic()


def may_fly(place: Place) -> bool:
    return time.monotonic() >= _grounded.get(place, 0.0)


def ground(place: Place, cause: str) -> None:
    """From now on. `cause` is for the log: no address, and nothing that the server said but its code."""
    is_news = may_fly(place)
    _grounded[place] = time.monotonic() + GROUNDED_SECONDS
    if is_news:
        logger.warning(
            "mail server %s:%s: %s; this process hands mails over one by one, at least until %s UTC",
            *place,
            cause,
            f"{timezone.now() + timedelta(seconds=GROUNDED_SECONDS):%H:%M}",
        )


def understood(place: Place, answer: Answer | TransportError) -> Answer | TransportError | None:
    """What a server says to a text in chunks. None, and it is grounded, where that is nothing about the mail."""
    if isinstance(answer, TransportError) and answer.code in _NOT_UNDERSTOOD:
        ground(place, f"it offers CHUNKING and does not understand it (code {answer.code})")
        return None
    return answer
