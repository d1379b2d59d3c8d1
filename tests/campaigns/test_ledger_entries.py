"""The ledger tells every claim with its sources and its reader; the timeline puts them in order."""

from datetime import date

import pytest

from campaigns import reviewing
from campaigns.ledger_entries import entries
from campaigns.models import Citation, Figure, StatusRecord
from campaigns.timeline import timeline
from tests.campaigns.cases import case, event, link, person, source
from tests.people import NOW, dana

pytestmark = pytest.mark.django_db


def test_each_claim_says_what_it_lacks_and_what_is_held_back_lacks_nothing() -> None:
    about, baker = case(), person()
    link(about, baker)
    event(about, "cited", attributed_to="her lawyer", is_allegation=True)
    event(about, "bare", cited=False)
    event(about, "secret", cited=False, held_back=True)
    StatusRecord.objects.create(key="s", beneficiary=baker, status="detained", text="In Exampletown.")
    Figure.objects.create(case=about, key="f1", topic="loaves", low=3, high=3, unit="loaves", said_by="x")
    told = {entry.claim.key: entry for entry in entries(about)}

    assert {key: entry.lacks for key, entry in told.items()} == {
        "cited": ("a review",),
        "bare": ("a source", "a review"),
        "secret": (),
        "s": ("a source", "a review"),
        "f1": ("a source", "a review"),
    }
    assert told["cited"].words == "What happened: cited (according to her lawyer) (allegation)"
    assert told["s"].words == "Baker of Exampletown: Detained, date not known. In Exampletown."
    assert "secret" not in {entry.claim.key for entry in entries(about, with_held_back=False)}


def test_sources_stand_with_the_claim_they_support() -> None:
    about = case()
    first, _second = event(about, "e1"), event(about, "e2", cited=False)
    Citation.objects.create(source=source("S-2"), lines="7", event=first)
    told = {entry.claim.key: [str(one) for one in entry.citations] for entry in entries(about)}
    assert told == {
        "e1": ["S-1 The Exampletown Courier: 1-2", "S-2 The Exampletown Courier: 7"],
        "e2": [],
    }


@pytest.mark.parametrize("rows", [1, 3])
def test_the_ledger_costs_one_query_a_kind_and_one_for_citations(
    rows: int, django_assert_num_queries
) -> None:
    about, reader = case(), dana()
    for number in range(rows):
        baker = person(key=f"P-{number}", name=f"Baker {number}")
        link(about, baker)
        StatusRecord.objects.create(beneficiary=baker, status="detained")
        event(about, f"e{number}", beneficiary=baker)
    reviewing.review_case(case=about, by=reader, now=NOW)
    with django_assert_num_queries(9):
        told = entries(about)
        assert [(entry.words, entry.claim.reviewed_by) for entry in timeline(told)] != []


def test_the_timeline_runs_from_the_first_day_each_can_be_and_ends_with_what_has_no_date() -> None:
    about = case()
    event(about, "unknown")
    event(about, "year", precision="year", date_from=date(2012, 1, 1), date_to=date(2012, 12, 31))
    event(about, "day", precision="day", date_from=date(2012, 1, 1), date_to=date(2012, 1, 1))
    event(about, "before", precision="before", date_to=date(2011, 12, 16))
    told = [(entry.claim.key, entry.when) for entry in timeline(entries(about))]
    assert told == [
        ("before", "before 16 December 2011"),
        ("day", "1 January 2012"),
        ("year", "2012"),
        ("unknown", "date not known"),
    ]
