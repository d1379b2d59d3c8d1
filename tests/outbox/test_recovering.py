"""A worker dies, or freezes and wakes. Nothing is lost, and a letter in doubt waits for a person."""

from datetime import timedelta

import pytest

from outbox.claiming import LEASE, begin, claim
from outbox.holding import release
from outbox.models import Message
from outbox.recording import accepted, record
from outbox.recovering import recover
from outbox.sending import send_due, windows
from outbox.states import Stream
from outbox.transports.base import Answer
from tests.outbox.factories import NOW, a_message

pytestmark = pytest.mark.django_db
LATER = NOW + LEASE + timedelta(seconds=1)


def die(*, stream=Stream.LETTER, now=NOW, begun=True, worker="one"):
    """Claim what is due, begin it if asked, and be heard of no more."""
    batch = claim(stream=stream, worker=worker, now=now)
    if begun:
        begin(batch, worker=worker, now=now)
    return batch


def test_a_lease_that_runs_is_left_alone():
    a_message()
    die()
    assert recover(now=NOW + LEASE) == {}


def test_what_was_not_begun_is_queued_again():
    message = a_message()
    die(begun=False)
    assert recover(now=LATER) == {"queued again": 1}
    message.refresh_from_db()
    assert (message.state, message.worker, message.tries, message.crashes) == ("queued", "", 0, 0)


def test_a_letter_that_was_begun_is_held():
    message = a_message()
    die()
    assert recover(now=LATER) == {"held in doubt": 1}
    message.refresh_from_db()
    assert message.state == "held"
    assert message.reason == f"It may have left: look in the mail server's log for {message.message_id}"
    assert message.attempts.get().outcome == "crashed"
    assert recover(now=LATER) == {}


def test_a_mailing_that_was_begun_is_repeated_under_the_same_message_id(server):
    message = a_message(stream=Stream.MAILING)
    die(stream=Stream.MAILING)
    assert recover(now=LATER) == {"repeated": 1}
    assert send_due(stream=Stream.MAILING, clock=lambda: LATER + timedelta(minutes=1)) == {"accepted": 1}
    assert [mail["Message-ID"] for mail in server.mails] == [message.message_id]


def test_a_message_that_workers_die_of_is_set_aside():
    message, now = a_message(stream=Stream.MAILING), NOW
    for crash in ("repeated", "repeated", "set aside"):
        die(stream=Stream.MAILING, now=now)
        now += LEASE + timedelta(seconds=1)
        assert recover(now=now) == {crash: 1}
        now += timedelta(minutes=1)
    message.refresh_from_db()
    assert message.state == "failed"
    assert (
        message.reason
        == "Set aside: workers died 3 times with it in hand. Release it when the cause is mended."
    )


def test_a_message_that_a_worker_died_of_goes_alone():
    innocent, suspect, other = Message(pk=1), Message(pk=2, crashes=1), Message(pk=3)
    assert list(windows([innocent, suspect, other], 20)) == [[suspect], [innocent, other]]
    assert list(windows([innocent, suspect, other], 1)) == [[innocent], [suspect], [other]]


def test_what_has_expired_does_not_leave(server):
    message = a_message(expires_at=NOW + timedelta(hours=1))
    assert send_due(stream=Stream.LETTER, clock=lambda: NOW + timedelta(hours=1)) == {}
    assert recover(now=NOW + timedelta(hours=1)) == {"expired": 1}
    message.refresh_from_db()
    assert message.state == "expired"


def test_a_frozen_worker_that_wakes_changes_nothing_but_leaves_evidence():
    a_message()
    (mine,) = die()
    recover(now=LATER)
    answer = Answer(250, "2.0.0 queued as LATE")
    record([accepted(mine, answer, started_at=NOW, now=LATER, body_digest="")], worker="one")
    message = Message.objects.get()
    assert (message.state, message.sent_at, message.server_answer) == ("held", None, "")
    assert list(message.attempts.order_by("id").values_list("outcome", "answer")) == [
        ("crashed", ""),
        ("accepted", "2.0.0 queued as LATE"),
    ]
    assert begin([mine], worker="one", now=LATER) == set()


def test_a_frozen_worker_cannot_touch_what_another_has_in_hand():
    a_message(stream=Stream.MAILING)
    (mine,) = die(stream=Stream.MAILING, worker="one")
    recover(now=LATER)
    die(stream=Stream.MAILING, now=LATER + timedelta(minutes=1), worker="two")
    record([accepted(mine, Answer(250, "ok"), started_at=NOW, now=LATER, body_digest="")], worker="one")
    assert Message.objects.values_list("state", "worker").get() == ("sending", "two")


def test_what_has_waited_for_two_weeks_is_held_and_a_person_can_let_it_go(server):
    message, later = a_message(), NOW + timedelta(days=14)
    a_message(key="note:2", now=NOW + timedelta(seconds=1))
    assert recover(now=later) == {"too old": 1}
    message.refresh_from_db()
    assert (message.state, message.reason) == (
        "held",
        "It has waited for two weeks. Release it if it should still leave, or cancel it.",
    )
    release(message, by=None, reason="The embassy has moved, and is open again.", now=later)
    assert recover(now=later) == {}
    assert send_due(stream=Stream.LETTER, clock=lambda: later) == {"accepted": 2}
