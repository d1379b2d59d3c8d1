"""A conversation with a real mail server, in clear: the one over TLS must go the same way (test_smtp_tls.py)."""

import socket
from collections.abc import Iterator

import pytest

from outbox.transports.base import Parcel
from outbox.transports.smtp import SMTPTransport
from tests.outbox.mailserver import DRIP, DROP_AFTER_TEXT, DROP_BEFORE_TEXT, MailServer, mail_server
from tests.outbox.transports.every import COPY, TEXT, TO, EveryServer, a_parcel, numbered, told_apart

REFUSED = "550 5.7.1 <embassy@target.example> not here"
TAKEN = "250 2.0.0 Ok: queued as Q0001"


class SMTPConversation(EveryServer):
    """A subclass opens a server in a fixture and calls `use`."""

    TROUBLES = {
        "permanent": "refuse_for_good",
        "temporary": "refuse_for_now",
        "in_doubt": "fall_silent",
        "unreached": "go_away",
    }

    def use(self, server: MailServer) -> Iterator[None]:
        self.server = server
        self.transport = SMTPTransport()
        self.arrived = lambda: [envelope.content for envelope in server.envelopes]
        yield
        self.transport.close()

    def refuse_for_good(self):
        self.server.script = [REFUSED]

    def refuse_for_now(self):
        self.server.script = ["451 4.3.0 <embassy@target.example> later"]

    def fall_silent(self):
        self.server.script = [DROP_AFTER_TEXT]

    def go_away(self):
        self.server.rcpt_script = [DROP_BEFORE_TEXT, DROP_BEFORE_TEXT]

    def mend(self):
        self.server.rcpt_script = []

    def refuse(self, *numbers):
        self.server.script = [REFUSED if number in numbers else TAKEN for number in range(20)]

    def refuse_copy(self):
        self.server.rcpt_script = ["250 ok", f"550 5.1.1 <{COPY}> unknown"]

    def test_refused_recipients_in_the_middle_of_a_window_keep_no_other_back(self):
        self.server.rcpt_script = [
            "550 5.1.1 unknown" if number in {3, 4, 10} else "250 ok" for number in range(20)
        ]
        answers = list(self.transport.send_all([a_parcel() for _ in range(20)]))
        assert [number for number, answer in enumerate(answers) if told_apart(answer) == "permanent"] == [
            3,
            4,
            10,
        ]
        assert self.arrived() == [TEXT] * 17

    def test_one_connection_carries_all(self):
        for _ in range(3):
            self.transport.send(a_parcel())
        assert len({id(session) for session in self.server.sessions}) == 1

    def test_copies_are_envelope_recipients(self):
        self.transport.send(a_parcel(TEXT, COPY))
        assert self.server.envelopes[0].rcpt_tos == [TO, COPY]

    def test_what_a_refused_copy_was_told_stands_behind_the_answer(self):
        self.refuse_copy()
        answer = self.transport.send(a_parcel(TEXT, COPY))
        assert answer.text == "2.0.0 Ok: queued as Q0001; a copy was refused: 550 5.1.1 <(address)> unknown"

    def test_a_letter_refused_by_its_office_goes_to_no_copy(self):
        self.server.rcpt_script = ["550 5.1.1 unknown", "250 ok"]
        assert told_apart(self.fails(a_parcel(TEXT, COPY))) == "permanent"
        assert self.arrived() == []

    @pytest.mark.parametrize(
        ("said", "word"), [("451 4.3.0 later", "temporary"), ("550 5.7.1 never", "permanent")]
    )
    def test_a_refusal_is_kept_with_its_codes(self, said, word):
        self.server.script = [said]
        error = self.fails()
        assert (error.code, error.enhanced, told_apart(error)) == (int(said[:3]), said[4:9], word)

    def test_a_server_that_never_stops_answering_is_in_doubt_after_the_text(self, settings):
        settings.EMAIL_WINDOW_TIMEOUT = 0.5  # a byte comes every hundredth, so no wait of EMAIL_TIMEOUT ends
        self.server.script = [DRIP]
        assert told_apart(self.fails()) == "in_doubt"
        assert told_apart(self.transport.send(numbered(2))) == "accepted"

    def test_a_server_that_never_stops_answering_was_not_reached_before_the_text(self, settings):
        settings.EMAIL_WINDOW_TIMEOUT = 0.5
        self.server.rcpt_script = [DRIP]
        assert told_apart(self.fails()) == "unreached"
        assert self.arrived() == []

    def test_goodbye_instead_of_an_answer_is_no_refusal(self):
        self.server.rcpt_script = ["421 4.3.2 going down"] * 2
        assert told_apart(self.fails()) == "unreached"

    def test_only_an_address_in_another_script_asks_for_smtputf8(self):
        self.transport.send(
            Parcel("<1@outcry.example>", "bounce@outcry.example", ("елші@target.example",), TEXT, True)
        )
        self.transport.send(a_parcel())
        assert [envelope.rcpt_tos for envelope in self.server.envelopes] == [["елші@target.example"], [TO]]
        assert [envelope.smtp_utf8 for envelope in self.server.envelopes] == [True, False]


class TestSMTP(SMTPConversation):
    @pytest.fixture(autouse=True)
    def _open(self, server):
        yield from self.use(server)

    def test_nobody_listening(self, settings):
        with socket.socket() as reserved:
            reserved.bind(("127.0.0.1", 0))  # and does not listen
            settings.EMAIL_PORT = reserved.getsockname()[1]
            error = self.fails()
        assert (told_apart(error), error.answer) == (
            "unreached",
            "The mail server was not reached: ConnectionRefusedError Connection refused.",
        )

    def test_a_password_for_a_server_that_asks_for_none_blames_no_parcel(self, settings):
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "outcry", "wrong"
        assert told_apart(self.fails()) == "unreached"

    def test_a_password_that_smtplib_cannot_say_is_named_and_blames_no_parcel(self, settings):
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "outcry", "s\xe9same"
        with mail_server(auth_require_tls=False) as server:
            settings.EMAIL_PORT = server.port
            error = self.fails()
        assert (told_apart(error), error.answer) == (
            "unreached",
            "The mail server was not reached: SMTPException Name and password in EMAIL_URL can hold ASCII only.",
        )


class TestSMTPWithPipelining(SMTPConversation):
    @pytest.fixture(autouse=True)
    def _open(self, server):
        server.extensions = ["PIPELINING"]
        yield from self.use(server)


class TestSMTPWithChunking(SMTPConversation):
    @pytest.fixture(autouse=True)
    def _open(self, server):
        server.extensions = ["PIPELINING", "CHUNKING"]
        yield from self.use(server)

    def test_the_first_goes_alone_and_the_others_fly(self):
        list(self.transport.send_all([numbered(number) for number in range(20)]))
        list(self.transport.send_all([numbered(number) for number in range(3)]))
        # The envelope of a flight's first text has gone ahead.
        assert self.server.flown == [False] * 2 + [True] * 18 + [False] + [True] * 2

    def test_large_texts_fly_in_several_pieces(self):
        parcels = [a_parcel(TEXT + b"%d" % number * 40_000 + b"\r\n") for number in range(8)]
        assert {told_apart(answer) for answer in self.transport.send_all(parcels)} == {"accepted"}
        assert self.arrived() == [parcel.content for parcel in parcels]

    def test_what_goes_alone_is_waited_for(self):
        for number in range(3):
            list(self.transport.send_all([numbered(number)]))
        assert self.server.flown == [False] * 3

    def test_a_parcel_with_copies_does_not_fly(self):
        copied = a_parcel(TEXT, COPY)
        list(self.transport.send_all([a_parcel(), a_parcel(), a_parcel(), copied, a_parcel(), a_parcel()]))
        assert self.server.flown == [False, False, True, False, False, True]
        assert self.server.envelopes[3].rcpt_tos == [TO, COPY]

    def test_a_text_that_could_be_taken_for_commands_waits_for_its_envelope(self):
        parcels = [numbered(number) for number in range(5)]
        parcels[3] = a_parcel(TEXT + b"Mail from:<chidi@supporter.example>\r\n")
        list(self.transport.send_all(parcels))
        assert self.arrived() == [parcel.content for parcel in parcels]
        assert self.server.flown == [False, False, True, False, False]

    def test_who_is_announced_and_comes_is_asked_nothing_again(self):
        first, second = numbered(1), numbered(2)
        list(self.transport.send_all([first], then=second.envelope))
        list(self.transport.send_all([second]))
        assert self.arrived() == [first.content, second.content]
        assert self.server.heard == {"MAIL": 2, "RCPT": 2, "RSET": 1, "BDAT": 2}

    def test_who_is_announced_and_does_not_come_gets_nothing(self):
        amara, office = numbered(1), a_parcel(to="office@target.example")
        list(self.transport.send_all([amara], then=office.envelope))
        list(self.transport.send_all([numbered(2)]))
        assert self.arrived() == [amara.content, numbered(2).content]
        assert [envelope.rcpt_tos for envelope in self.server.envelopes] == [[TO], [TO]]

    def test_who_is_announced_and_refused_is_told_so_when_it_is_their_turn(self):
        self.server.rcpt_script = ["250 ok", "550 5.1.1 unknown"]
        second = numbered(2)
        (answer,) = self.transport.send_all([numbered(1)], then=second.envelope)
        assert told_apart(answer) == "accepted"
        (answer,) = self.transport.send_all([second], then=numbered(3).envelope)
        assert told_apart(answer) == "permanent"
        (answer,) = self.transport.send_all([numbered(3)])
        assert told_apart(answer) == "accepted"
        assert self.arrived() == [numbered(1).content, numbered(3).content]

    def test_a_flight_announces_who_comes_after_it(self):
        parcels = [numbered(number) for number in range(6)]
        list(self.transport.send_all(parcels[:3], then=parcels[3].envelope))
        list(self.transport.send_all(parcels[3:]))
        assert self.arrived() == [parcel.content for parcel in parcels]
        assert self.server.heard == {"MAIL": 6, "RCPT": 6, "RSET": 5, "BDAT": 6}

    def test_an_address_that_cannot_be_said_keeps_no_other_back(self):
        parcels = [numbered(number) for number in range(6)]
        parcels[3] = a_parcel(to="елші@target.example")
        answers = list(self.transport.send_all(parcels))
        assert [told_apart(answer) for answer in answers] == ["accepted"] * 3 + ["permanent"] + [
            "accepted"
        ] * 2
        assert self.arrived() == [parcel.content for parcel in parcels if parcel is not parcels[3]]

    def test_a_server_too_slow_for_a_flight_is_given_text_after_text(self, monkeypatch):
        monkeypatch.setattr("outbox.transports.flight.FLIGHT_SECONDS", 0)
        list(self.transport.send_all([numbered(number) for number in range(5)]))
        assert self.server.flown == [False] * 5

    @pytest.mark.parametrize("looks", range(8))
    def test_after_the_switch_no_further_text_begins(self, looks):
        may_go_on = iter([True] * looks + [False] * 20)
        answers = list(
            self.transport.send_all(
                [numbered(number) for number in range(6)], may_go_on=lambda: next(may_go_on)
            )
        )
        # Two looks for the first, before and after its envelope, and one for each in the air.
        left = max(0, looks - 1)
        assert [told_apart(answer) for answer in answers] == ["accepted"] * left + ["unreached"] * (6 - left)
        assert self.arrived() == [numbered(number).content for number in range(left)]
        assert told_apart(self.transport.send(numbered(6))) == "accepted"


def test_a_server_without_smtputf8_gets_everything_else(settings):
    with mail_server(enable_SMTPUTF8=False) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        transport = SMTPTransport()
        other = Parcel("<2@outcry.example>", "bounce@outcry.example", ("елші@target.example",), TEXT, True)
        first, second, third = transport.send_all([a_parcel(), other, a_parcel()])
        transport.close()
    assert [told_apart(answer) for answer in (first, second, third)] == ["accepted", "permanent", "accepted"]
    assert (second.code, second.answer) == (553, "The mail server does not take addresses in this script.")
    assert len(server.envelopes) == 2
