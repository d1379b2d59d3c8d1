"""Fetch what lies in the mailboxes of OUTCRY_INTAKE_URL: kept first, deleted there afterwards."""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings

from outbox.intake import take_in
from outbox.mail_sources import open_source
from outbox.mail_sources.base import MailSource, SourceError
from outbox.models import IncomingMail

logger = logging.getLogger("outbox.fetching")
AGAIN = "again"
# What is said in a mail about a message is kept as a notice; the mail itself is of use while somebody may still ask.
KEEP_RAW = timedelta(days=30)


def fetch_all(*, clock: Callable[[], datetime]) -> Counter[str]:
    """Fetch from every mailbox; one that is away keeps no other waiting. Raise the last SourceError, if any, at the end."""
    counts: Counter[str] = Counter()
    trouble: SourceError | None = None
    for url in settings.OUTCRY_INTAKE_URL:
        try:
            counts += fetch(source=open_source(url), clock=clock)
        except SourceError as error:
            logger.warning("intake: %s", error)
            trouble = error
    if trouble is not None:
        raise trouble
    return counts


def fetch(*, source: MailSource, clock: Callable[[], datetime]) -> Counter[str]:
    """Return {sort: mails}. Each mail is committed before it is deleted; a crash in between finds it known."""
    counts: Counter[str] = Counter()
    with source:
        for handle, raw in source.waiting():
            row = take_in(raw, came_through=source.name, now=clock())
            source.remove(handle)
            counts[row.sort if row else AGAIN] += 1
    return counts


def sweep_incoming(*, now: datetime) -> int:
    """Empty what mails said that nobody needs any more; that they came, and when, stays. One statement."""
    old = IncomingMail.objects.filter(came_at__lt=now - KEEP_RAW, taken_at=None)
    return old.update(raw=b"", taken_at=now)
