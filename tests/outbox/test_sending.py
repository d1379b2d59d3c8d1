"""What becomes of a message, told by what a real mail server answers."""

from datetime import timedelta

import pytest
from django.db import connection

from outbox import sending
from outbox.kinds import Draft, Hold, Kind
from outbox.models import Attempt, Message
from outbox.sending import send_due
from outbox.states import Stream
from outbox.suppressing import suppress
from tests.outbox.factories import NOW, a_message, kind_in_place_of
from tests.outbox.mailserver import DROP_AFTER_TEXT, DROP_BEFORE_TEXT

pytestmark = pytest.mark.django_db


def send(stream=Stream.LETTER, now=NOW):
    return dict(send_due(stream=stream, clock=lambda: now))


def test_a_message_leaves_once_and_the_answer_is_kept(server):
    message = a_message(values={"subject": "For Erzhan"})
    assert send() == {"accepted": 1}
    assert send() == {}
    message.refresh_from_db()
    assert (message.state, message.sent_at, message.tries) == ("sent", NOW, 1)
    assert (message.server_answer, message.queue_id) == ("2.0.0 Ok: queued as Q0001", "Q0001")
    assert [mail["Subject"] for mail in server.mails] == ["For Erzhan"]
    attempt = message.attempts.get()
    assert (attempt.outcome, attempt.code, attempt.enhanced) == ("accepted", 250, "2.0.0")


def test_what_is_not_due_waits(server):
    a_message(due_at=NOW + timedelta(minutes=1))
    assert send() == {}
    assert send(now=NOW + timedelta(minutes=1)) == {"accepted": 1}


def test_only_the_stream_that_was_asked_for_leaves(server):
    a_message(stream=Stream.MAILING)
    assert send(Stream.LETTER) == {}


def test_a_temporary_refusal_is_tried_again_with_growing_gaps(server):
    message = a_message()
    server.script = ["451 4.3.0 come back", "451 4.3.0 come back"]
    assert send() == {"deferred": 1}
    message.refresh_from_db()
    assert (message.state, message.due_at, message.reason) == (
        "queued",
        NOW + timedelta(minutes=1),
        "Refused for now: 451 4.3.0 come back",
    )
    assert send(now=message.due_at) == {"deferred": 1}
    message.refresh_from_db()
    assert message.due_at == NOW + timedelta(minutes=1 + 5)
    assert send(now=message.due_at) == {"accepted": 1}
    assert list(message.attempts.values_list("outcome", flat=True)) == ["deferred", "deferred", "accepted"]


def test_after_five_days_of_temporary_refusals_we_give_up(server):
    message, now = a_message(), NOW
    while message.state == "queued":
        server.script = ["451 4.3.0 come back"]
        assert send(now=now) == {"deferred": 1}
        message.refresh_from_db()
        last, now = now, message.due_at
    assert (message.state, last - NOW) == ("failed", timedelta(days=5))
    assert message.reason == "Given up after five days: 451 4.3.0 come back"


def test_a_permanent_refusal_is_not_tried_again_and_names_no_address(server):
    message = a_message(to="amara@supporter.example")
    server.rcpt_script = ["550 5.1.1 <amara@supporter.example>: no such user"]
    assert send() == {"refused": 1}
    message.refresh_from_db()
    assert (message.state, message.reason) == (
        "failed",
        "Refused for good: 550 5.1.1 <(address)>: no such user",
    )
    assert message.attempts.get().enhanced == "5.1.1"
    assert send(now=NOW + timedelta(days=9)) == {}


def test_after_a_refusal_the_same_connection_carries_the_next(server):
    a_message(key="note:1")
    a_message(key="note:2")
    server.rcpt_script = ["550 5.1.1 no such user"]
    assert send() == {"refused": 1, "accepted": 1}
    assert server.connections == 1


def test_a_letter_without_an_answer_is_held_for_a_person(server):
    message = a_message()
    server.script = [DROP_AFTER_TEXT]
    assert send() == {"in_doubt": 1}
    message.refresh_from_db()
    assert message.state == "held"
    assert message.reason == f"It may have left: look in the mail server's log for {message.message_id}"
    assert send(now=NOW + timedelta(days=1)) == {}
    assert len(server.mails) == 1


def test_a_confirmation_without_an_answer_is_repeated_under_the_same_message_id(server):
    message = a_message(stream=Stream.CONFIRMATION)
    server.script = [DROP_AFTER_TEXT]
    assert send(Stream.CONFIRMATION) == {"in_doubt": 1}
    assert send(Stream.CONFIRMATION, NOW + timedelta(minutes=1)) == {"accepted": 1}
    assert [mail["Message-ID"] for mail in server.mails] == [message.message_id] * 2


def test_a_connection_lost_before_the_text_costs_the_message_nothing(server):
    message = a_message()
    server.rcpt_script = [DROP_BEFORE_TEXT]
    assert send() == {"unreached": 1}
    message.refresh_from_db()
    assert (message.state, message.tries, message.due_at) == ("queued", 0, NOW + timedelta(seconds=30))
    assert send(now=message.due_at) == {"accepted": 1}


def test_a_kept_connection_that_went_stale_is_opened_again(server):
    a_message(key="note:1")
    a_message(key="note:2")
    server.rcpt_script = ["250 2.1.5 ok", DROP_BEFORE_TEXT]
    assert send() == {"accepted": 2}
    assert server.connections == 2


def test_no_mail_server_stops_the_batch_and_everything_waits(settings, server):
    settings.EMAIL_PORT = 1
    for number in range(3):
        a_message(key=f"note:{number}")
    assert send() == {"unreached": 1}
    assert set(Message.objects.values_list("state", "tries", "due_at")) == {
        ("queued", 0, NOW + timedelta(seconds=30))
    }
    assert Attempt.objects.count() == 1


def test_a_mailbox_suppressed_meanwhile_gets_nothing(server):
    message = a_message(to="amara@supporter.example")
    a_message(key="note:2", to="bela@supporter.example")
    suppress(address="amara@supporter.example", reason="asked us", now=NOW)
    assert send() == {"accepted": 1}
    message.refresh_from_db()
    assert (message.state, message.tries) == ("suppressed", 0)
    assert [mail["To"] for mail in server.mails] == ["bela@supporter.example"]


def test_a_kind_can_keep_messages_from_leaving(server):
    def stop_first(messages, now):
        return {message.pk: "The prisoner is free." for message in messages if message.key == "note:1"}

    kind = Kind("note_letter", Stream.LETTER, lambda message: Draft("For Erzhan", "Salem."), stop_first)
    with kind_in_place_of(kind):
        message = a_message(key="note:1")
        a_message(key="note:2")
        assert send() == {"accepted": 1}
    message.refresh_from_db()
    assert (message.state, message.reason, message.tries) == ("held", "The prisoner is free.", 0)


def test_a_kind_can_say_for_what_a_message_is_held(server):
    def stop(messages, now):
        return {message.pk: Hold("The prisoner is free.", "news:1") for message in messages}

    with kind_in_place_of(Kind("note_letter", Stream.LETTER, lambda message: Draft("x", "y"), stop)):
        message = a_message()
        assert send() == {}
    message.refresh_from_db()
    assert (message.state, message.reason, message.hold_ref) == ("held", "The prisoner is free.", "news:1")


def test_answers_are_kept_when_the_next_claim_breaks(server, monkeypatch):
    """They would have been written down with the first window of the next batch."""
    first, second = a_message(key="note:1"), a_message(key="note:2")
    claims = iter([sending.claim])

    def claim(**asked):
        return next(claims)(**asked)

    monkeypatch.setattr(sending, "claim", claim)
    with pytest.raises(StopIteration):
        send_due(stream=Stream.LETTER, clock=lambda: NOW, limit=1)
    states = [Message.objects.get(pk=message.pk).state for message in (first, second)]
    assert states == ["sent", "queued"]


def test_answers_are_kept_when_the_next_window_breaks(server):
    calls = []

    def breaks_the_second_time(messages, now):
        calls.append(messages)
        if len(calls) == 2:
            raise RuntimeError("a fault in the kind")
        return {}

    kind = Kind(
        "note_letter", Stream.LETTER, lambda message: Draft("For Erzhan", "Salem."), breaks_the_second_time
    )
    with kind_in_place_of(kind):
        first, second = a_message(key="note:1"), a_message(key="note:2")
        with pytest.raises(RuntimeError, match="a fault in the kind"):
            send()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state, second.tries) == ("sent", "queued", 0)


def test_what_cannot_be_written_is_held_and_the_others_leave(server, caplog):
    def compose(message):
        return Draft(
            subject=message.values["subject"],
            text=message.values["nothing" if message.key == "note:1" else "subject"],
        )

    with kind_in_place_of(Kind("note_letter", Stream.LETTER, compose)):
        message = a_message(key="note:1", to="amara@supporter.example")
        a_message(key="note:2")
        assert send() == {"unwritten": 1, "accepted": 1}
    message.refresh_from_db()
    assert message.state == "held"
    assert (
        message.reason == "It could not be written (KeyError). Mend its kind or its values, then release it."
    )
    assert f"message {message.pk} cannot be written: KeyError" in caplog.text
    assert "amara" not in caplog.text


def test_a_kind_that_nobody_registered_is_held(server):
    message = a_message()
    Message.objects.update(kind="rumour")
    assert send() == {}
    message.refresh_from_db()
    assert (message.state, message.reason) == ("held", "No room has registered messages of the kind rumour.")


@pytest.mark.parametrize(
    ("stream", "count", "queries", "on_postgresql"),
    [
        # claim, look again, last answers (2, or 1); and for each window: SAVEPOINT, begin, RELEASE; 2 for the answers
        # before. On PostgreSQL a window is one statement, and the last answers are one between SAVEPOINT and RELEASE.
        (Stream.LETTER, 1, 9, 6),
        (Stream.LETTER, 3, 19, 8),
        (Stream.MAILING, 1, 9, 6),
        (Stream.MAILING, 3, 9, 6),
    ],
)
def test_the_number_of_statements_is_known(
    server, django_assert_num_queries, monkeypatch, stream, count, queries, on_postgresql
):
    monkeypatch.setattr(
        "outbox.sending.LOOK_AGAIN", 1_000
    )  # on a slow machine a look at the switch would come by the clock
    for number in range(count):
        a_message(key=f"note:{number}", stream=stream)
    with django_assert_num_queries(on_postgresql if connection.vendor == "postgresql" else queries):
        assert send(stream) == {"accepted": count}
