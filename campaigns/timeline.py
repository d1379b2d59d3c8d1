"""What happened in a case, in order: events, statuses and sentences, with uncertain dates said in words."""

from collections.abc import Iterable
from datetime import date

from campaigns.ledger_entries import Entry
from campaigns.models import Dated, Event, Sentence, StatusRecord

_TELLS = (Event, StatusRecord, Sentence)


def timeline(entries: Iterable[Entry]) -> list[Entry]:
    """Sort by the first day that each can be, then by the last; what has no date at all stands at the end."""
    return sorted((entry for entry in entries if isinstance(entry.claim, _TELLS)), key=_place)


def _place(entry: Entry) -> tuple[date, date, int]:
    claim = entry.claim
    first, last = (claim.date_from, claim.date_to) if isinstance(claim, Dated) else (None, None)
    return first or last or date.max, last or first or date.max, claim.pk
