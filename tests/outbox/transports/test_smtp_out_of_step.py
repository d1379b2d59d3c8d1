"""A server that offers PIPELINING and does not bear it: nothing is lost, nothing is sent twice, nothing is taken for accepted."""

import re

import pytest

from outbox.transports.smtp import SMTPTransport
from tests.outbox.odd_server import CLOSE, odd_server
from tests.outbox.transports.every import numbered, told_apart

ALL = ["accepted"] * 4
GOODBYE = b"421 4.3.2 going down\r\n" + CLOSE


@pytest.mark.parametrize(
    ("odd", "became"),
    [
        # Before a text: it goes through another connection.
        ({("RCPT", 2): b"250 ok\r\n250 ok\r\n"}, ALL),
        (
            {("DATA", 2): b"354 go on\r\n250 2.0.0 Ok: queued\r\n", (".", 2): b"550 5.7.1 no\r\n"},
            ["accepted", "permanent", "accepted", "accepted"],
        ),
        ({("DATA", 2): b"250 ok\r\n"}, ALL),
        ({("MAIL", 2): b"hello\r\n"}, ALL),
        ({("MAIL", 2): GOODBYE}, ALL),
        ({("RCPT", 2): GOODBYE}, ALL),
        ({("DATA", 2): GOODBYE}, ALL),
        ({("DATA", 2): CLOSE}, ALL),
        ({("DATA", 2): b"354 go on\r\n" + CLOSE}, ["accepted", "in_doubt", "accepted", "accepted"]),
        # After a text, with the next one announced behind it.
        ({(".", 2): b"250 2.0.0 Ok: queued\r\n" + CLOSE}, ALL),
        ({(".", 4): b"250 2.0.0 Ok: queued\r\n250 ok\r\n"}, ALL),
        ({(".", 2): GOODBYE}, ["accepted", "temporary", "accepted", "accepted"]),
        ({(".", 2): CLOSE}, ["accepted", "in_doubt", "accepted", "accepted"]),
        ({(".", 2): b"hm\r\n"}, ["accepted", "in_doubt", "accepted", "accepted"]),
        ({(".", 2): b"354 go on\r\n"}, ["accepted", "in_doubt", "accepted", "accepted"]),
    ],
)
def test_each_parcel_of_a_window_arrives_once_or_is_told_apart(settings, odd, became):
    with odd_server(odd) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        transport = SMTPTransport()
        answers = list(transport.send_all([numbered(number) for number in range(4)]))
        assert (
            told_apart(transport.send(numbered(4))) == "accepted"
        )  # whatever is left of it, the next one leaves
        transport.close()
    assert [told_apart(answer) for answer in answers] == became
    arrived = [int(re.search(rb"No\. (\d)", text)[1]) for text in server.texts]
    assert arrived == [*(number for number, one in enumerate(became) if one == "accepted"), 4]
