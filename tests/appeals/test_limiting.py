"""Budgets count in the database: every web process sees the same, and nothing has to be reset."""

from datetime import timedelta

import pytest

from appeals import limiting
from appeals.limiting import Share
from appeals.models import Budget, Signature
from tests import people
from tests.people import NOW

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def times(share: Share, count: int, *, now=NOW) -> list[bool]:
    """For each of `count` uses, whether it was over budget."""
    return [share in limiting.use([share], now) for _ in range(count)]


def test_a_budget_is_over_after_as_many_uses_as_it_allows_and_drains_at_an_even_pace():
    share = Share("network a", 4, HOUR)

    assert times(share, 6) == [False, False, False, False, True, True]
    assert times(share, 2, now=NOW + timedelta(minutes=46)) == [False, True]
    assert times(share, 5, now=NOW + 3 * HOUR) == [False, False, False, False, True]


def test_asking_whether_a_budget_is_over_uses_none_of_it(django_assert_num_queries):
    share = Share("network a", 2, HOUR)
    with django_assert_num_queries(1):
        assert not limiting.is_over(share, NOW)
    times(share, 1)
    assert [limiting.is_over(share, NOW) for _ in range(3)] == [False] * 3
    times(share, 1)
    assert limiting.is_over(share, NOW)
    assert not limiting.is_over(share, NOW + HOUR)


def test_a_flood_counts_against_nobody_much_longer_than_one_window():
    share = Share("network a", 4, HOUR)
    times(share, 500)

    assert times(share, 1, now=NOW + timedelta(minutes=76)) == [False]


def test_budgets_do_not_know_each_other_and_cost_one_statement(django_assert_num_queries):
    small, large = Share("network a", 1, HOUR), Share("appeal 1", 9, timedelta(minutes=5))
    with django_assert_num_queries(1):
        assert limiting.use([small, large], NOW) == set()
    with django_assert_num_queries(1):
        assert limiting.use([large, small], NOW) == {small}
    assert limiting.use([Share("network b", 1, HOUR)], NOW) == set()


def test_a_budget_that_is_named_twice_is_used_once():
    share = Share("network a", 1, HOUR)

    assert limiting.use([share, Share("network a", 1, HOUR)], NOW) == set()


def test_the_row_says_neither_who_nor_where():
    appeal = people.an_open_appeal()
    limiting.use(limiting.shares(appeal=appeal, network="f" * 32, email="a.mara+x@gmail.com"), NOW)

    assert [len(budget.key) for budget in Budget.objects.all()] == [64, 64, 64]
    assert "amara" not in "".join(budget.key for budget in Budget.objects.all())


def test_spellings_of_one_mailbox_share_its_budget():
    appeal = people.an_open_appeal()
    for spelling in ("a.mara@gmail.com", "Amara+x@gmail.com", "amara@googlemail.com"):
        limiting.use(limiting.shares(appeal=appeal, network="f" * 32, email=spelling), NOW)

    assert Budget.objects.count() == 3


def test_what_nobody_uses_is_swept_and_networks_are_forgotten_after_a_week(django_assert_num_queries):
    limiting.use([Share("network a", 4, HOUR)], NOW)
    limiting.use([Share("network b", 4, HOUR)], NOW + 2 * HOUR)
    appeal = people.an_open_appeal()
    for days, network in ((8, "old"), (6, "new")):
        Signature.objects.create(
            appeal=appeal,
            country="GB",
            language="en",
            created_at=NOW - timedelta(days=days),
            network_index=network,
        )
    with django_assert_num_queries(2):
        limiting.sweep(now=NOW + HOUR)

    assert Budget.objects.count() == 1
    assert sorted(Signature.objects.values_list("network_index", flat=True)) == ["", "new"]
