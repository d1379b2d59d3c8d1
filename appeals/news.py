"""What happened since: how appeals ended, and what befell the people of their cases after they were opened.

Only what campaigns/safety.py lets us tell: sourced, reviewed, not held back.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _

from appeals import showing
from appeals.models import Appeal
from appeals.showing import Shown
from campaigns import phrasing, safety
from campaigns.models import Event, StatusRecord

MOST = 50


@dataclass(frozen=True)
class News:
    key: str  # stays the same for as long as the news is told
    of: Shown
    words: str
    when: str  # the day in words; empty where none is known
    told_at: datetime


def since(appeals: Collection[Shown]) -> list[News]:
    """Newest first, at most MOST, in the active language. Two queries, whatever the number of appeals."""
    by_case: dict[int, list[Shown]] = {}
    for one in appeals:
        by_case.setdefault(one.appeal.case_id, []).append(one)
    found = [_ending(one, one.appeal.closed_at) for one in appeals if one.appeal.closed_at]
    claims: list[Any] = [*_statuses(by_case), *_events(by_case)]
    for claim in claims:
        found += [
            _claimed(claim, one)
            for one in by_case[claim.of_case]
            if claim.latest_day and claim.latest_day >= _opened(one).date()
        ]
    return sorted(found, key=lambda news: (news.told_at, news.key), reverse=True)[:MOST]


def newest(*, language: str) -> list[News]:
    """Of all appeals that were ever opened. `language` must be the active one. A constant number of queries."""
    return since(showing.shown(Appeal.objects.all(), language=language))


def _opened(one: Shown) -> datetime:
    return one.appeal.opened_at or one.told_at


def _statuses(cases: Collection[int]) -> list[Any]:
    rows = StatusRecord.objects.filter(beneficiary__cases__in=cases).annotate(of_case=F("beneficiary__cases"))
    records: list[Any] = list(safety.shown(rows).select_related("beneficiary"))
    for record in records:
        record.words = f"{record.beneficiary.name}: {phrasing.status_words(record.status)}"
    return records


def _events(cases: Collection[int]) -> list[Any]:
    events: list[Any] = list(safety.shown(Event.objects.filter(case__in=cases)).annotate(of_case=F("case")))
    for event in events:
        event.words = told_event(event)
    return events


def told_event(event: Event) -> str:
    """`According to her sister: he was beaten. (alleged)`: no word of somebody's becomes ours."""
    said = (
        _("According to %(who)s:") % {"who": phrasing.in_a_sentence(event.attributed_to)}
        if event.attributed_to
        else ""
    )
    return " ".join(filter(None, [said, event.text, f"({_('alleged')})" if event.is_allegation else ""]))


def _claimed(claim: Any, one: Shown) -> News:
    key = f"{one.appeal.slug}/{claim._meta.model_name}/{claim.key}"
    return News(key, one, claim.words, phrasing.date_in_words(claim), claim.reviewed_at)


def _ending(one: Shown, closed_at: datetime) -> News:
    appeal = one.appeal
    words = {
        Appeal.State.WON: _("This appeal is won."),
        Appeal.State.CLOSED: _("This appeal no longer takes signatures."),
    }.get(Appeal.State(appeal.state), _("This appeal is history."))
    said = f"{words} {appeal.closed_because}".strip()
    return News(f"{appeal.slug}/end", one, said, phrasing.day_words(closed_at.date()), closed_at)


def tag(kind: str, key: str, day: datetime) -> str:
    """A name for ever, in the form of RFC 4151: readers of feeds tell by it what they have seen."""
    host = settings.OUTCRY_URL.split("://", 1)[-1].split(":", 1)[0]
    return f"tag:{host},{day.date().isoformat()}:{kind}/{key}"
