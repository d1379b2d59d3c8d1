"""Signatures by day: what was signed, day by day, however often it is counted."""

from datetime import UTC, date, timedelta

import pytest

from appeals import signing
from appeals.models import Signature
from reports import counting_days, tasks
from reports.models import DayCount
from tests import people
from tests.letters.factories import signatures
from tests.people import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.astimezone(UTC).date()


@pytest.fixture
def signed():
    """Three of today and one of the day before."""
    appeal = people.an_open_appeal()
    people.an_embassy(country="GB")
    today = signatures(appeal, 3)
    before = people.amara_confirms(appeal, email="early@example.org", now=NOW - timedelta(days=1))
    return [*today, before]


def rows() -> list[tuple[date, str, int, int]]:
    return list(DayCount.objects.order_by("day").values_list("day", "country", "confirmed", "on_paper"))


def test_counted_twice_is_counted_once(signed, django_assert_num_queries):
    for _ in range(2):
        assert counting_days.recount() == 2
    assert rows() == [(TODAY - timedelta(days=1), "GB", 1, 0), (TODAY, "GB", 3, 0)]


@pytest.mark.parametrize("many", [1, 3])
def test_counting_costs_the_same_for_one_and_for_three(signed, many, django_assert_num_queries):
    Signature.objects.filter(pk__in=[one.pk for one in signed[many:]]).delete()
    with django_assert_num_queries(5):  # with the savepoint round them
        counting_days.recount()


def test_who_withdraws_leaves_their_day_and_who_is_erased_stays(signed):
    counting_days.recount()
    signing.withdraw(signature=signed[0], now=NOW)
    Signature.objects.filter(pk=signed[1].pk).update(supporter=None)
    counting_days.recount(since=TODAY)
    assert rows() == [(TODAY - timedelta(days=1), "GB", 1, 0), (TODAY, "GB", 2, 0)]


def test_a_day_that_nobody_is_left_of_is_gone(signed):
    counting_days.recount()
    Signature.objects.filter(pk=signed[3].pk).delete()
    counting_days.recount(since=TODAY - timedelta(days=1))
    assert rows() == [(TODAY, "GB", 3, 0)]


def test_the_days_before_since_are_left_as_they_are(signed):
    counting_days.recount()
    Signature.objects.all().delete()
    counting_days.recount(since=TODAY)
    assert rows() == [(TODAY - timedelta(days=1), "GB", 1, 0)]


def test_days_without_a_signature_are_days_too(signed):
    counting_days.recount()
    assert counting_days.by_day(until=TODAY + timedelta(days=1), days=4) == [
        (TODAY - timedelta(days=2), 0),
        (TODAY - timedelta(days=1), 1),
        (TODAY, 3),
        (TODAY + timedelta(days=1), 0),
    ]


def test_the_first_tick_counts_the_past_and_the_next_ones_what_is_new(signed, time_machine):
    time_machine.move_to(NOW + timedelta(days=9), tick=False)
    tasks.count_days()
    assert sum(row[2] for row in rows()) == 4
    Signature.objects.all().delete()
    tasks.count_days()
    assert sum(row[2] for row in rows()) == 4
    tasks.count_all_days()
    assert rows() == []
