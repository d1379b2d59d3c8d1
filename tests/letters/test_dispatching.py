from datetime import timedelta

import pytest

from appeals import signing
from campaigns import verifying
from campaigns.models import Contact
from letters import dispatching, parking, withdrawing
from letters.models import Letter
from outbox.models import Message
from tests import people
from tests.letters.factories import LATER, due_letters, enqueued_letters, frozen_letters
from tests.outbox.factories import QUEUEING

DISPATCH_QUERIES = 24 + QUEUEING


def test_a_due_letter_becomes_one_message(appeal):
    appeal.act_before = LATER + timedelta(days=2)
    appeal.save()
    letter = due_letters(appeal)[0]
    assert dispatching.dispatch_due(now=LATER) == 1
    letter.refresh_from_db()
    message = Message.objects.get(kind="letter")
    assert (letter.state, letter.message) == ("enqueued", message)
    assert (message.stream, message.state, message.recipient) == (
        "letter",
        "queued",
        "embassy-gb@mission.example",
    )
    assert message.key == f"letter:{letter.signature_id}:{letter.target_id}:0"
    assert message.values == {"letter": letter.pk}
    assert (message.due_at, message.expires_at) == (letter.due_at, appeal.act_before)
    assert message.subject_ref == letter.reference


def test_a_letter_whose_turn_has_not_come_stays(appeal):
    due_letters(appeal, 2)
    assert dispatching.dispatch_due(now=LATER) == 1
    assert list(Letter.objects.order_by("pk").values_list("state", flat=True)) == ["enqueued", "ready"]


def test_dispatching_twice_makes_one_message(appeal):
    due_letters(appeal)
    dispatching.dispatch_due(now=LATER)
    # A rival that had read the same row before: the key is the same, so is the message.
    Letter.objects.update(state="ready", message=None)
    dispatching.dispatch_due(now=LATER)
    assert Message.objects.filter(kind="letter").count() == 1
    assert Letter.objects.get().message == Message.objects.get(kind="letter")


def test_what_may_not_leave_is_held_with_the_reason(appeal):
    letter = due_letters(appeal)[0]
    appeal.texts.update(body="Something else.")
    assert dispatching.dispatch_due(now=LATER) == 0
    letter.refresh_from_db()
    assert (letter.state, letter.reason, letter.due_at) == (
        "held",
        "The text in this language is not approved as it stands now.",
        None,
    )
    assert Message.objects.filter(kind="letter").count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_dispatching_takes_the_same_statements_for_one_and_for_many(appeal, count, django_assert_num_queries):
    last = due_letters(appeal, count)[-1].due_at
    with django_assert_num_queries(DISPATCH_QUERIES):
        assert dispatching.dispatch_due(now=last) == count


def test_a_parked_letter_goes_on_when_its_office_has_a_verified_address(db):
    embassy = people.an_embassy(country="GB", verified=False)
    letter = frozen_letters(people.an_open_appeal())[0]
    assert parking.release_parked(now=LATER) == 0
    verifying.verify_contacts(contacts=embassy.contacts.all(), how="telephone", by=people.dana(), now=LATER)
    assert parking.release_parked(now=LATER) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == ("frozen", "")
    assert letter.contact.email == "embassy-gb@mission.example"


def test_a_letter_parked_for_a_dead_mailbox_goes_on_from_its_pdf(appeal):
    letter = due_letters(appeal)[0]
    verifying.doubt_contacts(contacts=Contact.objects.filter(pk=letter.contact_id), health="dead")
    dispatching.dispatch_due(now=LATER)
    letter.refresh_from_db()
    assert letter.state == "parked"
    verifying.verify_contact(contact=letter.contact, how="telephone", by=people.dana(), now=LATER)
    assert parking.release_parked(now=LATER) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.due_at) == ("ready", None)


def test_withdrawing_cancels_the_letter_before_it_is_enqueued(appeal):
    letter = due_letters(appeal)[0]
    signing.withdraw(signature=letter.signature, now=LATER)
    assert withdrawing.cancel_withdrawn(now=LATER) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == ("cancelled", "The signature was withdrawn.")
    assert dispatching.dispatch_due(now=LATER) == 0


def test_withdrawing_stops_the_message_that_waits_in_the_outbox(appeal):
    letter = enqueued_letters(appeal)[0]
    signing.withdraw(signature=letter.signature, now=LATER)
    assert withdrawing.cancel_withdrawn(now=LATER) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.message.state) == ("cancelled", "cancelled")


def test_withdrawing_leaves_what_has_left(appeal):
    letter = enqueued_letters(appeal)[0]
    Message.objects.filter(pk=letter.message_id).update(state="sent", sent_at=LATER)
    signing.withdraw(signature=letter.signature, now=LATER)
    assert withdrawing.cancel_withdrawn(now=LATER) == 0
    letter.refresh_from_db()
    assert letter.state == "enqueued"
