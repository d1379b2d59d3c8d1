"""Under attack everybody may still sign: after a calculation, or after a person has looked."""

import pytest

from appeals import admitting, challenge
from appeals.admitting import OVER_BUDGET, UNDER_ATTACK, Admission
from tests import people
from tests.appeals.test_challenge import quick, solve  # noqa: F401 -- a fixture that is used by being there
from tests.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def appeal():
    return people.an_open_appeal()


def press(appeal, *, network="a" * 32, email="amara@example.org", solution="", was_asked=False) -> Admission:
    return admitting.admit(
        appeal=appeal, network=network, email=email, solution=solution, was_asked=was_asked, now=NOW
    )


def solution(appeal) -> str:
    return solve(challenge.new(appeal=appeal, now=NOW))


def test_an_ordinary_press_is_taken_at_the_cost_of_one_statement(appeal, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert press(appeal) == Admission()


def test_over_its_budget_a_network_calculates_or_waits_and_others_do_neither(appeal, settings):
    settings.OUTCRY_NETWORK_SIGNATURES_PER_HOUR = 2
    presses = [press(appeal, email=f"signer{number}@example.org") for number in range(3)]
    assert presses == [Admission(), Admission(), Admission(asks=True)]

    assert press(appeal, was_asked=True) == Admission(waits_because=OVER_BUDGET)
    solved = solution(appeal)
    assert press(appeal, was_asked=True, solution=solved) == Admission()
    assert press(appeal, was_asked=True, solution=solved) == Admission(waits_because=OVER_BUDGET)
    assert press(appeal, network="b" * 32) == Admission()


def test_an_appeal_that_gets_too_many_is_under_attack_for_every_network(appeal, settings):
    settings.OUTCRY_APPEAL_SIGNATURES_PER_MINUTE = 1
    presses = [press(appeal, network=str(n) * 32, email=f"signer{n}@example.org") for n in range(6)]

    assert presses == [Admission()] * 5 + [Admission(asks=True)]


def test_one_mailbox_in_many_spellings_has_one_budget(appeal):
    presses = [press(appeal, network=str(n), email=f"amara+{n}@gmail.com") for n in range(21)]

    assert presses == [Admission()] * 20 + [Admission(asks=True)]


def test_staff_can_ask_everybody(appeal):
    appeal.asks_challenge = True

    assert press(appeal) == Admission(asks=True)
    assert press(appeal, was_asked=True) == Admission(waits_because=UNDER_ATTACK)
    assert press(appeal, was_asked=True, solution=solution(appeal)) == Admission()


def test_a_solution_for_another_appeal_is_none(appeal):
    appeal.asks_challenge = True
    other = people.an_open_appeal(case=people.a_case(slug="weaver"))

    assert press(appeal, was_asked=True, solution=solution(other)) == Admission(waits_because=UNDER_ATTACK)
