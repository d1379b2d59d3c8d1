"""The first page: what can be signed now, and below it what came of what could be signed before."""

from datetime import datetime
from typing import Any

from django.db.models import F

from appeals import appeal_page, showing
from appeals.models import Appeal

# The newest ends; the older ones stay at their addresses and in the feeds.
MOST_ENDED = 12
ENDED = (Appeal.State.WON, Appeal.State.CLOSED)


def told(*, language: str, now: datetime) -> dict[str, Any]:
    """A constant number of queries, whatever is open and whatever has ended."""
    open_now = Appeal.objects.open(now).order_by("-opened_at", "pk")
    ended = Appeal.objects.filter(state__in=ENDED).order_by(F("closed_at").desc(), "pk")
    return {
        "appeals": [
            (one, appeal_page.progress(one.appeal)) for one in showing.shown(open_now, language=language)
        ],
        "ended": showing.shown(ended, language=language, part=slice(MOST_ENDED)),
    }
