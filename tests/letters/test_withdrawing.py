"""A decision that signatures do not count stops their letters wherever they are; undone, they go on."""

from datetime import timedelta

import pytest

from appeals import invalidating
from appeals.invalidating import Conditions
from letters import dispatching, making, withdrawing
from letters.models import Letter
from outbox.models import Message
from tests import people
from tests.letters import factories
from tests.letters.factories import LATER, quick_press
from tests.people import NOW

pytestmark = pytest.mark.django_db
SOON = LATER + timedelta(hours=1)


@pytest.fixture
def appeal():
    people.an_embassy(country="GB")
    return people.an_open_appeal()


def decide(appeal):
    conditions = Conditions(appeal, NOW - timedelta(days=1), NOW + timedelta(seconds=1))
    found = invalidating.preview(conditions).count
    decided = invalidating.begin(
        conditions=conditions, expected=found, reason="A flood.", by=people.dana(), now=LATER
    )
    invalidating.carry_on()
    return decided


def take_back(decided):
    invalidating.undo(invalidation=decided, reason="No flood.", by=people.dana(), now=LATER)
    invalidating.carry_on()


def test_letters_stop_wherever_they_wait_and_go_on_when_it_is_undone(appeal):
    letters = factories.due_letters(appeal, 3)
    Letter.objects.filter(pk=letters[0].pk).update(state="frozen", due_at=None)
    Letter.objects.filter(pk=letters[1].pk).update(due_at=LATER)
    Letter.objects.filter(pk=letters[2].pk).update(due_at=SOON)
    assert dispatching.dispatch_due(now=LATER) == 1
    decided = decide(appeal)
    assert withdrawing.cancel_withdrawn(now=LATER) == 3
    assert set(Letter.objects.values_list("state", "reason")) == {("cancelled", withdrawing.INVALID)}
    assert list(Message.objects.filter(kind="letter").values_list("state", "reason")) == [
        ("cancelled", withdrawing.INVALID)
    ]
    assert withdrawing.go_on(now=LATER) == 0

    take_back(decided)
    assert withdrawing.go_on(now=LATER) == 3
    assert withdrawing.cancel_withdrawn(now=LATER) == 0
    assert set(Letter.objects.values_list("state", "step", "message")) == {("frozen", 1, None)}
    with quick_press():
        making.make_some(now=LATER, most=5)
    Letter.objects.update(due_at=LATER)
    assert dispatching.dispatch_due(now=LATER) == 3
    assert sorted(Message.objects.filter(kind="letter").values_list("state", flat=True)) == [
        *("cancelled", "queued", "queued", "queued"),
    ]


def test_what_a_person_cancelled_stays_cancelled(appeal):
    from letters import holding

    letter = factories.ready_letters(appeal)[0]
    holding.cancel(letter, by=people.dana(), reason="Sent twice.", now=LATER)
    take_back(decide(appeal))

    assert withdrawing.go_on(now=LATER) == 0


@pytest.mark.parametrize("many", [1, 3])
def test_stopping_costs_the_same_for_one_and_three(appeal, many, django_assert_num_queries):
    factories.due_letters(appeal, many)
    Letter.objects.update(due_at=LATER)
    dispatching.dispatch_due(now=LATER)
    decide(appeal)
    with django_assert_num_queries(
        10
    ):  # two for each of three reasons, whose, that it is noted, and the savepoint
        assert withdrawing.cancel_withdrawn(now=LATER) == many
