"""What becomes of a window of many when the conversation ends in the middle of it, or never ends."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from outbox.claiming import LEASE
from outbox.models import Message
from outbox.recovering import recover
from outbox.sending import send_due
from outbox.states import Stream
from tests.outbox.factories import NOW, a_message
from tests.outbox.mailserver import DRIP, DROP_AFTER_TEXT, DROP_BEFORE_TEXT

pytestmark = pytest.mark.django_db


def send(stream=Stream.LETTER, now=NOW):
    return dict(send_due(stream=stream, clock=lambda: now))


@pytest.mark.parametrize("extensions", [[], ["PIPELINING"]])
def test_a_window_whose_eighth_text_gets_no_answer_repeats_that_one_alone(server, extensions):
    server.extensions = extensions
    messages = [a_message(key=f"note:{number}", stream=Stream.MAILING) for number in range(20)]
    server.script = ["250 2.0.0 Ok: queued"] * 7 + [DROP_AFTER_TEXT]
    assert send(Stream.MAILING) == {"accepted": 19, "in_doubt": 1}
    assert set(Message.objects.filter(state="queued")) == {messages[7]}
    assert send(Stream.MAILING, NOW + timedelta(minutes=1)) == {"accepted": 1}
    arrived = [mail["Message-ID"] for mail in server.mails]
    assert arrived == [one.message_id for one in [*messages, messages[7]]]
    assert Message.objects.filter(state="sent").count() == 20


@pytest.mark.parametrize("extensions", [[], ["PIPELINING"]])
def test_a_window_that_is_cut_off_before_its_eighth_text_repeats_nothing(server, extensions):
    server.extensions = extensions
    messages = [a_message(key=f"note:{number}", stream=Stream.MAILING) for number in range(20)]
    server.rcpt_script = ["250 2.1.5 ok"] * 7 + [DROP_BEFORE_TEXT] * 2
    assert send(Stream.MAILING) == {"accepted": 7, "unreached": 13}
    assert set(Message.objects.filter(state="queued").values_list("tries", flat=True)) == {0}
    assert send(Stream.MAILING, NOW + timedelta(seconds=30)) == {"accepted": 13}
    assert [mail["Message-ID"] for mail in server.mails] == [one.message_id for one in messages]


@pytest.mark.parametrize("arrived", [True, False])
def test_a_flight_that_ends_at_its_eighth_text_repeats_that_and_all_behind_it_as_the_same(server, arrived):
    """Whether the eighth arrived nobody knows; those behind it were in the air. What was accepted before is never repeated."""
    server.extensions = ["PIPELINING", "CHUNKING"]
    messages = [a_message(key=f"note:{number}", stream=Stream.MAILING) for number in range(20)]
    if arrived:
        server.script = ["250 2.0.0 Ok: queued"] * 7 + [DROP_AFTER_TEXT]
    else:
        server.rcpt_script = ["250 2.1.5 ok"] * 7 + [DROP_BEFORE_TEXT]
    assert send(Stream.MAILING) == {"accepted": 7, "in_doubt": 13}
    assert list(Message.objects.filter(state="queued").order_by("id")) == messages[7:]
    assert send(Stream.MAILING, NOW + timedelta(minutes=1)) == {"accepted": 13}
    repeated = [messages[7]] if arrived else []
    assert [mail["Message-ID"] for mail in server.mails] == [
        one.message_id for one in [*messages[:7], *repeated, *messages[7:]]
    ]
    # The envelope of a flight's first text goes ahead. The second time each text was waited for (outbox/transports/flight.py).
    assert server.flown == [False] * 2 + [True] * (6 if arrived else 5) + [False] * 13


def test_letters_to_offices_never_fly(server):
    server.extensions = ["PIPELINING", "CHUNKING"]
    for number in range(3):
        a_message(key=f"letter:{number}", stream=Stream.LETTER)
    assert send(Stream.LETTER) == {"accepted": 3}
    assert server.flown == [False] * 3


def test_a_server_that_never_stops_answering_is_done_with_before_the_lease_is_over(
    server, settings, monkeypatch
):
    settings.EMAIL_WINDOW_TIMEOUT, lease = 1, timedelta(seconds=30)
    monkeypatch.setattr("outbox.claiming.LEASE", lease)
    message = a_message(now=timezone.now())
    server.script = [DRIP]
    assert dict(send_due(stream=Stream.LETTER, clock=timezone.now)) == {"in_doubt": 1}
    recover(now=timezone.now() + 2 * lease)  # nobody is taken for dead
    assert list(message.attempts.values_list("outcome", flat=True)) == ["in_doubt"]
    message.refresh_from_db()
    assert (message.state, message.crashes) == ("held", 0)


def test_a_window_ends_before_its_lease():
    patience = LEASE / 3  # after it no text begins (outbox/sending.py)
    assert patience + timedelta(seconds=settings.EMAIL_WINDOW_TIMEOUT) < LEASE
