"""Refusals in the conversation with our own mail server are news of a mailbox too: keep them as notices.

A relay that knows the mailboxes behind it refuses at once and never sends a report.
"""

from datetime import datetime

from outbox.bounce_kinds import HARD, failure_kind
from outbox.models import Attempt, Bookmark, Notice
from outbox.noting import News, note

BOOKMARK = "attempts refused"
# A worker may commit an attempt with a lower number later than one with a higher number.
LOOK_BACK = 5_000


def note_refusals(*, now: datetime, most: int = 5_000) -> int:
    """Return how many refusals are newly noted. Reads by the attempts' primary key, from the bookmark on."""
    bookmark, _ = Bookmark.objects.get_or_create(name=BOOKMARK, defaults={"at": now})
    numbers = Attempt.objects.filter(pk__gt=bookmark.place - LOOK_BACK).order_by("pk")
    seen = list(numbers.values_list("pk", flat=True)[: most + LOOK_BACK])
    if not seen:
        return 0
    refused = Attempt.objects.filter(pk__gte=seen[0], pk__lte=seen[-1], outcome=Attempt.Outcome.REFUSED)
    noted = note([_news(attempt) for attempt in refused], now=now)
    Bookmark.objects.filter(pk=bookmark.pk).update(place=seen[-1], at=now)
    return noted


def _news(attempt: Attempt) -> News:
    kind = failure_kind(attempt.enhanced, attempt.answer)
    if kind == HARD and not attempt.enhanced:
        kind = Notice.Kind.SOFT  # without a status nobody knows whether our relay means the mailbox or us
    return News(
        message=attempt.message_id,
        key=f"attempt:{attempt.pk}",
        kind=kind,
        source=Notice.Source.CONVERSATION,
        at=attempt.ended_at,
        enhanced=attempt.enhanced,
        said=attempt.answer,
    )
