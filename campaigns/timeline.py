"""What happened in a case, in order: events, statuses and sentences, with uncertain dates said in words."""

from collections.abc import Iterable

from campaigns.ledger_entries import Entry
from campaigns.models import Event, Sentence, StatusRecord

_TELLS = (Event, StatusRecord, Sentence)


def timeline(entries: Iterable[Entry]) -> list[Entry]:
    told = [(entry.claim, entry) for entry in entries if isinstance(entry.claim, _TELLS)]
    return [entry for _claim, entry in sorted(told, key=lambda one: (*one[0].place_in_time, one[0].pk))]
