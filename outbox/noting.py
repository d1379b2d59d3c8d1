"""Keep what was said of a message after it left. The same news twice is one notice, whoever tells it again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from outbox.models import IncomingMail, Notice
from outbox.transports.base import clear_of_addresses


@dataclass(frozen=True)
class News:
    """`key` says what the news is, like "mail:…:0"; `said` may hold addresses, they are not kept."""

    message: int
    key: str
    kind: str
    source: str
    at: datetime
    enhanced: str = ""
    said: str = ""
    reporter: str = ""
    of_recipient: bool = True


def note(news: Iterable[News], *, now: datetime, mail: IncomingMail | None = None) -> int:
    """Return how many are new. Two statements, however many there are (and however SQLite splits them)."""
    rows = [
        Notice(
            message_id=one.message,
            key=one.key[:120],
            kind=one.kind,
            source=one.source,
            of_recipient=one.of_recipient,
            enhanced=one.enhanced[:12],
            said=clear_of_addresses(one.said),
            reporter=clear_of_addresses(one.reporter)[:255],
            # Clocks of other servers go wrong; nothing that we are told of happens later than now.
            at=min(one.at, now),
            noted_at=now,
            mail=mail,
        )
        for one in news
    ]
    if not rows:
        return 0
    keys = {row.key for row in rows}
    known = Notice.objects.filter(key__in=keys).count()
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(keys) - known
