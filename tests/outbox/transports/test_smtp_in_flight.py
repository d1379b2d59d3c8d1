"""A server that offers CHUNKING and does not bear a flight: what was accepted arrived once, what was refused did not arrive."""

import re
from datetime import UTC, datetime

import pytest

from outbox.transports.connecting import place
from outbox.transports.grounding import GROUNDED_SECONDS, ground, may_fly
from outbox.transports.smtp import SMTPTransport
from tests.outbox.odd_server import CLOSE, odd_server
from tests.outbox.transports.every import numbered, told_apart

ALL = ["accepted"] * 4
GOODBYE = b"421 4.3.2 going down\r\n" + CLOSE
REFUSED = b"550 5.1.1 unknown\r\n"
NOT_NOW = b"503 5.5.1 <embassy@target.example> not now\r\n"
SILENT = {("RSET", 1): b"", ("MAIL", 2): b"", ("RCPT", 2): b""}  # about what stands behind the first text


def send(settings, server, patience=5):
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, patience
    transport = SMTPTransport()
    answers = list(transport.send_all([numbered(number) for number in range(4)]))
    # Whatever is left of it, the next one leaves.
    assert told_apart(transport.send(numbered(4))) == "accepted"
    transport.close()
    return [told_apart(answer) for answer in answers]


def arrived(server):
    return [int(re.search(rb"No\. (\d)", text)[1]) for text in server.texts]


@pytest.mark.parametrize(
    ("odd", "became"),
    [
        ({}, ALL),
        # The first goes alone. The envelope of the second: its text is not on its way yet.
        ({("MAIL", 2): GOODBYE}, ALL),
        ({("RCPT", 2): CLOSE}, ALL),
        ({("RCPT", 2): REFUSED}, ["accepted", "permanent", "accepted", "accepted"]),
        # The first, with the envelope of the second behind it.
        ({("BDAT", 1): b"550 5.7.1 no\r\n"}, ["permanent", "accepted", "accepted", "accepted"]),
        ({("BDAT", 1): CLOSE}, ["in_doubt", "accepted", "accepted", "accepted"]),
        ({("BDAT", 1): GOODBYE}, ["temporary", "accepted", "accepted", "accepted"]),
        # In the air.
        ({("BDAT", 2): b"550 5.7.1 no\r\n"}, ["accepted", "permanent", "accepted", "accepted"]),
        ({("RCPT", 3): REFUSED}, ["accepted", "accepted", "permanent", "accepted"]),
        ({("RCPT", 3): b"450 4.2.1 later\r\n"}, ["accepted", "accepted", "temporary", "accepted"]),
        ({("RCPT", 4): REFUSED}, ["accepted", "accepted", "accepted", "permanent"]),
        ({("MAIL", 3): GOODBYE}, ALL),
        ({("RSET", 3): GOODBYE}, ALL),
        ({("BDAT", 3): GOODBYE}, ["accepted", "accepted", "temporary", "accepted"]),
        ({("BDAT", 3): CLOSE}, ["accepted", "accepted", "in_doubt", "in_doubt"]),
        ({("BDAT", 3): b"hm\r\n"}, ["accepted", "accepted", "in_doubt", "in_doubt"]),
        ({("MAIL", 3): b"hm\r\n"}, ["accepted", "accepted", "in_doubt", "in_doubt"]),
        ({("RSET", 2): b"550 no\r\n"}, ["accepted", "accepted", "in_doubt", "in_doubt"]),
        ({("RCPT", 3): REFUSED, ("BDAT", 3): CLOSE}, ["accepted", "accepted", "permanent", "in_doubt"]),
        # It has never heard of any such thing.
        ({("BDAT", number): b"503 5.5.1 not now\r\n" for number in range(9)}, ALL),
        ({("MAIL", 3): b"503 5.5.1 nested MAIL\r\n"}, ALL),
    ],
)
def test_each_parcel_of_a_flight_arrives_once_or_is_told_apart(settings, odd, became):
    with odd_server(odd, chunks=True) as server:
        assert send(settings, server) == became
    accepted = {number for number, one in enumerate([*became, "accepted"]) if one == "accepted"}
    doubtful = {number for number, one in enumerate(became) if one == "in_doubt"}
    assert len(set(arrived(server))) == len(arrived(server))
    assert accepted <= set(arrived(server)) <= accepted | doubtful


def test_a_text_that_is_asked_about_again_does_not_leave_after_the_switch(settings):
    looks = iter([True, True])  # before and after the envelope; then it is pressed
    with odd_server({("BDAT", 1): b"503 5.5.1 not now\r\n"}, chunks=True) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        parcels = [numbered(number) for number in range(2)]
        answers = list(SMTPTransport().send_all(parcels, may_go_on=lambda: next(looks, False)))
    assert [told_apart(answer) for answer in answers] == ["unreached"] * 2
    assert arrived(server) == []


def test_after_a_flight_that_crashed_each_text_is_waited_for(settings):
    with odd_server({("BDAT", 3): CLOSE}, chunks=True) as server:
        assert send(settings, server) == ["accepted", "accepted", "in_doubt", "in_doubt"]
        assert send(settings, server) == ALL
    assert server.heard["BDAT"] == 3
    assert server.heard["DATA"] == 1 + 4 + 1


def test_a_server_that_throws_away_what_comes_behind_a_text_is_waited_for_once(settings):
    with odd_server(SILENT, chunks=True) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 0.5
        transport = SMTPTransport()
        answers = list(transport.send_all([numbered(number) for number in range(4)]))
        transport.close()
    assert [told_apart(answer) for answer in answers] == ALL
    assert arrived(server) == [0, 1, 2, 3]
    # One more, as below.
    assert (server.heard["BDAT"], server.heard["DATA"]) == (1, 1 + 3)


def test_a_connection_that_is_lost_after_another_worker_was_grounded_is_opened_for_the_old_way(settings):
    with odd_server({("BDAT", 1): b"250 2.0.0 Ok: queued as Q1\r\n" + CLOSE}, chunks=True) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        transport = SMTPTransport()
        answers = transport.send_all([numbered(number) for number in range(4)])
        assert told_apart(next(answers)) == "accepted"
        ground(place(), "a test")
        assert [told_apart(answer) for answer in answers] == ["accepted"] * 3
        transport.close()
    assert arrived(server) == [0, 1, 2, 3]
    # One more, before it was seen that this connection does not fly.
    assert (server.heard["BDAT"], server.heard["DATA"]) == (1, 1 + 3)


@pytest.mark.parametrize(
    ("odd", "cause"),
    [
        ({("BDAT", 3): CLOSE}, "a flight ended before each of its mails was answered, some are in doubt"),
        ({("BDAT", 1): NOT_NOW}, "it offers CHUNKING and does not understand it (code 503)"),
        # Of two in one flight.
        (
            {("BDAT", 2): b"500 what?\r\n", ("BDAT", 3): NOT_NOW},
            "it offers CHUNKING and does not understand it (code 500)",
        ),
        (SILENT, "it did not answer an envelope that was announced behind a text"),
    ],
)
def test_the_log_says_once_why_a_server_was_grounded_and_until_when(
    settings, caplog, monkeypatch, odd, cause
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 11, 28, 23, 40, tzinfo=UTC))
    with odd_server(odd, chunks=True) as server:
        for _ in range(2):
            send(settings, server, patience=0.5)
    assert [(record.name, record.levelname, record.getMessage()) for record in caplog.records] == [
        (
            "outbox",
            "WARNING",
            f"mail server 127.0.0.1:{server.port}: {cause}; "
            "this process hands mails over one by one, at least until 00:40 UTC",
        )
    ]


def test_a_server_that_throws_away_what_stands_behind_a_text_is_waited_for_once(settings, caplog):
    with odd_server({}, deaf=True) as server:
        assert send(settings, server, patience=0.5) == ALL
    assert arrived(server) == [0, 1, 2, 3, 4]
    # Whoever was announced was not heard; after that nobody is announced.
    assert (server.heard["MAIL"], server.heard["EHLO"], len(caplog.records)) == (5, 2, 1)


def test_where_one_mail_alone_is_in_doubt_nobody_is_grounded_and_the_log_says_nothing(settings, caplog):
    with odd_server({("BDAT", 1): CLOSE}, chunks=True) as server:
        send(settings, server)
        assert may_fly(place())
    assert caplog.records == []


def test_who_was_grounded_flies_again_after_an_hour(monkeypatch):
    now = 1000.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    ground(("there", 25), "a test")
    now += GROUNDED_SECONDS - 1
    assert not may_fly(("there", 25))
    assert may_fly(("there", 587))
    now += 1
    assert may_fly(("there", 25))
