"""A letter is posted once, whoever says so: a person from a batch, or the provider that printed it."""

import pytest
from django.db import IntegrityError, transaction

from appeals.models import Tally
from letters import posted
from letters.models import Letter
from tests import people
from tests.letters.factories import frozen_letters
from tests.people import NOW

HAND, PROVIDER = Letter.PostedVia.HAND, Letter.PostedVia.PROVIDER


def numbers() -> tuple[int, int, int, int]:
    tally = Tally.objects.get()
    return tally.confirmed, tally.accepted, tally.posted, tally.self_sent


def test_posted_twice_counts_once_and_touches_no_other_number(appeal):
    (letter,) = frozen_letters(appeal)
    assert posted.count_posted(letter=letter, via=HAND, now=NOW)
    assert not posted.count_posted(letter=letter, via=HAND, now=NOW)
    assert not posted.count_posted(letter=letter, via=PROVIDER, now=NOW)
    letter.refresh_from_db()
    assert (letter.posted_at, letter.posted_via, letter.state) == (NOW, "hand", "frozen")
    assert numbers() == (1, 0, 1, 0)


def test_taken_back_twice_goes_back_once(appeal):
    (letter,) = frozen_letters(appeal)
    assert not posted.take_back(letter=letter, via=HAND)
    posted.count_posted(letter=letter, via=HAND, now=NOW)
    assert posted.take_back(letter=letter, via=HAND)
    assert not posted.take_back(letter=letter, via=HAND)
    letter.refresh_from_db()
    assert (letter.posted_at, letter.posted_via) == (None, "")
    assert numbers() == (1, 0, 0, 0)


def test_what_the_provider_says_a_person_at_a_batch_does_not_take_back(appeal):
    (letter,) = frozen_letters(appeal)
    posted.count_posted(letter=letter, via=PROVIDER, now=NOW)
    assert not posted.take_back(letter=letter, via=HAND)
    assert numbers() == (1, 0, 1, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_a_batch_over_two_appeals_counts_for_each_of_them(appeal, count, django_assert_num_queries):
    frozen_letters(appeal, count)
    other = people.an_open_appeal(case=people.a_case(slug="miller"))
    frozen_letters(other)
    with django_assert_num_queries(1 + 2 * 2 + 2):  # and the transaction's two
        assert posted.count_all_posted(Letter.objects.all(), via=HAND, now=NOW) == count + 1
    assert posted.count_all_posted(Letter.objects.all(), via=HAND, now=NOW) == 0
    assert sorted(Tally.objects.values_list("posted", flat=True)) == sorted([count, 1])
    assert posted.take_all_back(Letter.objects.filter(appeal=appeal), via=HAND) == count
    assert sorted(Tally.objects.values_list("posted", flat=True)) == [0, 1]


def test_the_database_wants_to_know_who_says_so(appeal):
    (letter,) = frozen_letters(appeal)
    for wrong in ({"posted_at": NOW}, {"posted_via": "hand"}, {"posted_at": NOW, "posted_via": "rumour"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.objects.filter(pk=letter.pk).update(**wrong)
