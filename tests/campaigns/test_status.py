"""A change of status holds letters until a person decides."""

import pytest

from campaigns import status
from campaigns.models import StatusRecord
from kit.refusals import Refused
from tests.campaigns.cases import case, link, person
from tests.people import NOW, dana

pytestmark = pytest.mark.django_db


def test_a_person_in_prison_holds_nothing() -> None:
    about, baker = case(), person()
    link(about, baker)
    StatusRecord.objects.create(beneficiary=baker, status="imprisoned")
    assert status.held_because(about) == ""


@pytest.mark.parametrize(
    "new", ["released", "died", "transferred", "sentence_changed", "amnestied", "cleared"]
)
def test_news_that_changes_everything_holds_the_case_even_before_anybody_reviewed_it(new: str) -> None:
    about, baker = case(), person()
    link(about, baker)
    StatusRecord.objects.create(beneficiary=baker, status=new)
    assert status.held_because(about) == f"Baker of Exampletown: {new.replace('_', ' ')}"


def test_dana_lets_letters_leave_with_a_reason_that_stays() -> None:
    about, baker = case(), person()
    link(about, baker)
    record = StatusRecord.objects.create(beneficiary=baker, status="transferred")
    with pytest.raises(Refused):
        status.lift_hold(record=record, reason=" ", by=dana(), now=NOW)
    status.lift_hold(record=record, reason="The demand is the same in the new prison.", by=dana(), now=NOW)
    assert status.held_because(about) == ""
    assert (record.hold_lifted_by, record.hold_lifted_reason) == (
        dana(),
        "The demand is the same in the new prison.",
    )


def test_the_dead_whom_a_case_remembers_hold_nothing() -> None:
    about, baker = case(), person()
    link(about, baker, remembered=True)
    StatusRecord.objects.create(beneficiary=baker, status="died")
    assert status.held_because(about) == ""


@pytest.mark.parametrize("rows", [1, 3])
def test_asking_for_one_or_three_cases_costs_one_query(rows: int, django_assert_num_queries) -> None:
    cases = []
    for number in range(rows):
        baker = person(key=f"P-{number}", name=f"Baker {number}")
        cases.append(case(key=f"c{number}"))
        link(cases[-1], baker)
        StatusRecord.objects.create(beneficiary=baker, status="released")
    with django_assert_num_queries(1):
        held = status.held_cases([one.pk for one in cases])
    assert sorted(held) == [one.pk for one in cases]
