from datetime import timedelta

import pytest

from letters.forecasting import forecasts, in_time
from letters.models import Dispatch
from tests import people
from tests.letters.factories import LATER, due_letters, frozen_letters, ready_letters
from tests.people import NOW

TWO_MINUTES = timedelta(minutes=2)


def test_the_forecast_is_the_last_turn(appeal):
    letters = due_letters(appeal, 2)
    target = letters[0].target_id
    assert forecasts(targets=[target], now=LATER) == {
        (target, appeal.pk): letters[1].due_at,
        (target, None): letters[1].due_at,
    }


def test_letters_without_a_turn_are_counted_behind_the_others(appeal):
    letters = due_letters(appeal, 2)
    target = letters[0].target_id
    other = people.an_open_appeal(case=people.a_case(slug="weaver"))
    ready_letters(other, 1)
    assert forecasts(targets=[target], now=LATER) == {
        (target, appeal.pk): letters[1].due_at,
        (target, other.pk): LATER + 2 * TWO_MINUTES,
        (target, None): LATER + 2 * TWO_MINUTES,
    }


def test_before_the_first_turn_the_pace_alone_tells(appeal):
    letters = frozen_letters(appeal, 3)
    assert (
        forecasts(targets=[letters[0].target_id], now=NOW)[letters[0].target_id, None]
        == NOW + 2 * TWO_MINUTES
    )


def test_it_says_whether_the_last_letter_leaves_in_time(appeal):
    last = due_letters(appeal, 2)[1].due_at
    dispatch = Dispatch.objects.get()
    assert in_time(dispatch, last)
    dispatch.ends_at = last
    assert not in_time(dispatch, last)


def test_without_letters_there_is_no_forecast(db):
    assert forecasts(targets=[people.an_embassy(country="DE").pk], now=NOW) == {}


@pytest.mark.parametrize("countries", [("GB",), ("GB", "DE", "FR")])
def test_the_forecast_costs_three_queries_for_one_target_and_for_many(
    db, countries, django_assert_num_queries
):
    appeal = people.an_open_appeal()
    for country in countries:
        people.an_embassy(country=country)
        people.amara_confirms(appeal, country=country, email=f"{country.lower()}@example.org")
    letters = frozen_letters(appeal, 0)
    with django_assert_num_queries(3):
        assert len(forecasts(targets=[letter.target_id for letter in letters], now=NOW)) == 2 * len(countries)
