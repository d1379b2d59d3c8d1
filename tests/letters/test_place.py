"""Where Amara's letter stands, as her page tells her."""

from datetime import timedelta

import pytest

from appeals.models import Signature
from letters import scheduling
from letters.models import Letter
from letters.pacing import rhythm_of
from letters.place import Place, place
from tests import people
from tests.letters import factories
from tests.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def appeal():
    people.an_embassy(country="GB")
    return people.an_open_appeal()


def newest():
    return Signature.objects.latest("confirmed_at")


def test_before_the_letter_is_made_everybody_who_waits_is_ahead(appeal):
    factories.ready_letters(appeal, 3)
    signature = people.amara_confirms(appeal)
    step = rhythm_of(signature.target).gap
    assert place(signature, now=NOW) == Place("queued", 3, signature.cooling_until + 3 * step)


def test_without_a_turn_the_earlier_letters_are_ahead(appeal):
    factories.frozen_letters(appeal, 3)
    signature = newest()
    assert place(signature, now=NOW) == Place(
        "queued", 2, signature.cooling_until + 2 * rhythm_of(signature.target).gap
    )


def test_with_a_turn_the_place_is_exact(appeal):
    factories.ready_letters(appeal, 3)
    scheduling.schedule(now=factories.LATER)
    letter = Letter.objects.get(signature=newest())
    assert place(newest(), now=factories.LATER) == Place("queued", 2, letter.due_at)


def test_in_the_outbox_and_accepted(appeal):
    (letter,) = factories.enqueued_letters(appeal)
    assert place(newest(), now=NOW) == Place("leaving", 0, letter.due_at)
    Letter.objects.update(state="accepted", accepted_at=NOW)
    assert place(newest(), now=NOW) == Place("accepted", at=NOW)


@pytest.mark.parametrize(
    ("state", "stage"), [("held", "stopped"), ("parked", "parked"), ("cancelled", "stopped")]
)
def test_a_stopped_letter_says_so_without_the_desks_words(appeal, state, stage):
    factories.frozen_letters(appeal)
    Letter.objects.update(state=state, reason="For staff only.")
    assert place(newest(), now=NOW) == Place(stage)


def test_words_that_wait_or_were_refused(appeal):
    signature = people.amara_confirms(appeal, own_words="I knew her.")
    assert place(signature, now=NOW) == Place("reading")
    Signature.objects.update(
        moderation="refused", moderated_by=people.dana(), moderated_at=NOW, refused_because="Rude."
    )
    assert place(newest(), now=NOW) == Place("refused")


def test_without_an_address_of_the_office_it_waits_for_one():
    people.an_embassy(country="GB", verified=False)
    assert place(people.amara_confirms(people.an_open_appeal()), now=NOW) == Place("parked")


@pytest.mark.parametrize("count", [1, 3])
def test_the_place_costs_the_same_in_a_short_and_a_long_queue(appeal, count, django_assert_num_queries):
    factories.frozen_letters(appeal, count)
    signature = newest()
    with django_assert_num_queries(3):
        assert place(signature, now=NOW + timedelta(seconds=1)).ahead == count - 1
