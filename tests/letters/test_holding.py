import pytest

from kit.refusals import Refused
from letters import dispatching, holding, scheduling
from letters.models import Letter
from outbox.models import Message
from tests import people
from tests.letters.factories import LATER, due_letters, enqueued_letters, frozen_letters
from tests.people import NOW


def test_bela_holds_letters_and_says_why(appeal):
    letter = due_letters(appeal)[0]
    assert holding.hold(Letter.objects.all(), by=people.bela(), reason="Wrong office?", now=LATER) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.reason, letter.due_at) == ("held", "Wrong office?", None)
    assert (letter.decided_by, letter.decided_at) == (people.bela(), LATER)
    assert dispatching.dispatch_due(now=LATER) == 0


def test_a_reason_is_asked_for(appeal):
    frozen_letters(appeal)
    with pytest.raises(Refused) as caught:
        holding.hold(Letter.objects.all(), by=people.bela(), reason=" ", now=NOW)
    assert caught.value.field == "reason"


def test_a_released_letter_gets_a_new_turn(appeal):
    letter = due_letters(appeal)[0]
    holding.hold(Letter.objects.all(), by=people.bela(), reason="Wrong office?", now=LATER)
    letter.refresh_from_db()
    holding.release(letter, by=people.dana(), reason="It is the right one.", now=LATER)
    assert (letter.state, letter.due_at, letter.decided_by) == ("ready", None, people.dana())
    assert scheduling.schedule(now=LATER) == 1


def test_a_letter_held_before_it_had_a_pdf_is_rendered_on_release(appeal):
    letter = frozen_letters(appeal)[0]
    holding.hold(Letter.objects.all(), by=people.bela(), reason="Wrong office?", now=NOW)
    letter.refresh_from_db()
    holding.release(letter, by=people.dana(), reason="It is the right one.", now=NOW)
    assert (letter.state, letter.tries) == ("frozen", 0)


def test_cancelling_an_enqueued_letter_cancels_its_message(appeal):
    letter = enqueued_letters(appeal)[0]
    holding.cancel(letter, by=people.bela(), reason="The office asked for one letter a week.", now=LATER)
    assert (letter.state, letter.message.state) == ("cancelled", "cancelled")


def test_a_letter_that_has_left_can_be_neither_held_nor_cancelled(appeal):
    letter = enqueued_letters(appeal)[0]
    Message.objects.filter(pk=letter.message_id).update(state="sent", sent_at=LATER)
    assert holding.hold(Letter.objects.all(), by=people.bela(), reason="Stop!", now=LATER) == 0
    with pytest.raises(Refused):
        holding.cancel(Letter.objects.get(), by=people.bela(), reason="Stop!", now=LATER)
    letter.refresh_from_db()
    assert letter.state == "enqueued"


def test_who_looks_at_an_old_page_is_told(appeal):
    letter = frozen_letters(appeal)[0]
    stale = Letter.objects.get()
    holding.cancel(letter, by=people.bela(), reason="A mistake.", now=NOW)
    with pytest.raises(Refused, match="moved on"):
        holding.cancel(stale, by=people.dana(), reason="A mistake.", now=NOW)
