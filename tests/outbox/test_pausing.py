import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from kit.refusals import Refused
from outbox import sending
from outbox.kinds import Draft, Kind
from outbox.models import Message
from outbox.pausing import is_paused, pause, resume
from outbox.sending import send_due
from outbox.states import Stream
from tests.outbox.factories import NOW, a_message, kind_in_place_of

pytestmark = pytest.mark.django_db


def send(stream=Stream.LETTER):
    return dict(send_due(stream=stream, clock=lambda: NOW))


@pytest.mark.parametrize("name", ["everything", "letter"])
def test_nothing_leaves_while_paused(server, name):
    a_message()
    pause(name=name, by=None, reason="embassy closed", now=NOW)
    assert send() == {}
    resume(name=name, by=None, now=NOW)
    assert send() == {"accepted": 1}


def test_other_streams_go_on(server):
    a_message(stream=Stream.CONFIRMATION)
    pause(name="letter", by=None, reason="embassy closed", now=NOW)
    assert send(Stream.CONFIRMATION) == {"accepted": 1}
    assert (is_paused("letter"), is_paused("confirmation")) == (True, False)


def test_a_pause_stops_a_batch_in_the_middle(server):
    def compose_and_pause(message):
        pause(name="letter", by=None, reason="stop", now=NOW)
        return Draft("For Erzhan", "Salem.")

    with kind_in_place_of(Kind("note_letter", Stream.LETTER, compose_and_pause)):
        for number in range(3):
            a_message(key=f"note:{number}")
        assert send() == {"accepted": 1}
    assert list(Message.objects.order_by("id").values_list("state", "tries", "due_at")) == [
        ("sent", 1, NOW),
        ("queued", 0, NOW),
        ("queued", 0, NOW),
    ]


@pytest.mark.parametrize("announces", [False, True], ids=["one by one", "pipelining"])
def test_a_pause_stops_a_window_in_the_middle(server, monkeypatch, announces):
    monkeypatch.setattr(sending, "LOOK_AGAIN", 0)
    server.extensions = ["PIPELINING"] if announces else []
    for number in range(5):
        a_message(key=f"note:{number}", stream=Stream.MAILING)
    looks = []

    def pressed_after_two(stream):
        looks.append(stream)
        return len(server.envelopes) >= 2

    monkeypatch.setattr(sending, "is_paused", pressed_after_two)
    assert send(Stream.MAILING) == {"accepted": 2, "unreached": 3}
    assert len(server.envelopes) == 2
    assert list(Message.objects.order_by("id").values_list("state", "tries", "due_at", "begun_at")) == [
        ("sent", 1, NOW, None),
        ("sent", 1, NOW, None),
        ("queued", 0, NOW, None),
        ("queued", 0, NOW, None),
        ("queued", 0, NOW, None),
    ]


def test_a_fast_server_costs_no_look_between_two_texts(server, monkeypatch):
    monkeypatch.setattr(sending, "LOOK_AGAIN", 1_000)
    monkeypatch.setattr(sending, "is_paused", lambda stream: pytest.fail("looked"))
    for number in range(5):
        a_message(key=f"note:{number}", stream=Stream.MAILING)
    assert send(Stream.MAILING) == {"accepted": 5}


def test_a_database_that_went_away_in_the_middle_of_a_window_stops_it(server, monkeypatch):
    monkeypatch.setattr(sending, "LOOK_AGAIN", 0)

    def away(stream):
        if server.envelopes:
            raise OperationalError("server closed the connection")
        return False

    monkeypatch.setattr(sending, "is_paused", away)
    for number in range(3):
        a_message(key=f"note:{number}", stream=Stream.MAILING)
    assert send(Stream.MAILING) == {"accepted": 1, "unreached": 2}
    assert len(server.envelopes) == 1


def test_a_pause_needs_a_reason_and_a_known_name():
    with pytest.raises(Refused, match="Say why"):
        pause(name="letter", by=None, reason="", now=NOW)
    assert len(pause(name="letter", by=None, reason="Rain. " * 50, now=NOW).reason) == 200
    with pytest.raises(Refused, match="There is no switch called letters"):
        pause(name="letters", by=None, reason="stop", now=NOW)


def test_the_hand_brake_works_from_a_shell(capsys):
    call_command("outbox_pause", "letter", "--reason", "stop")
    assert is_paused("letter")
    call_command("outbox_pause", "letter", "--resume")
    assert not is_paused("letter")
    assert capsys.readouterr().out == "Sending of letter is paused.\nSending of letter goes on.\n"
    with pytest.raises(CommandError, match="Say why"):
        call_command("outbox_pause")
