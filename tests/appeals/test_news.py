"""What happened since an appeal was opened."""

from datetime import date, timedelta

import pytest

from appeals import news, showing
from appeals.models import Appeal
from campaigns import reviewing
from campaigns.models import Citation, Event, Source, StatusRecord
from tests import people

pytestmark = pytest.mark.django_db
LATER = people.NOW + timedelta(days=3)


def told() -> list[tuple[str, str]]:
    return [(one.words, one.when) for one in news.since(showing.shown(Appeal.objects.all(), language="en"))]


def a_release(appeal: Appeal, *, day: date, reviewed: bool = True) -> None:
    source = Source.objects.get()
    record = StatusRecord.objects.create(
        key=f"released-{day}",
        beneficiary=appeal.case.beneficiaries.get(),
        status="released",
        precision="day",
        date_from=day,
        date_to=day,
    )
    Citation.objects.create(source=source, status_record=record)
    if reviewed:
        reviewing.review_case(case=appeal.case, by=people.dana(), now=LATER)


def test_a_release_is_told_once_somebody_has_checked_it():
    appeal = people.an_open_appeal()
    a_release(appeal, day=date(2026, 11, 24), reviewed=False)
    assert told() == []
    reviewing.review_case(case=appeal.case, by=people.dana(), now=LATER)
    assert told() == [("The baker: Released", "24 November 2026")]


def test_what_was_before_the_appeal_is_no_news():
    appeal = people.an_open_appeal()
    a_release(appeal, day=date(2026, 11, 21))
    assert told() == []


def test_an_event_is_news_and_a_held_back_one_is_not():
    appeal = people.an_open_appeal()
    for key, held_back in (("hearing", False), ("family", True)):
        event = Event.objects.create(
            key=key,
            case=appeal.case,
            kind="trial",
            text=f"A {key}.",
            precision="day",
            date_from=date(2026, 11, 25),
            date_to=date(2026, 11, 25),
            held_back=held_back,
        )
        Citation.objects.create(source=Source.objects.get(), event=event)
    reviewing.review_case(case=appeal.case, by=people.dana(), now=LATER)
    assert told() == [("A hearing.", "25 November 2026")]
