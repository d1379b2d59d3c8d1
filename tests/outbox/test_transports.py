"""What every transport must do, and what only SMTP must do beyond that."""

import mailbox
from collections.abc import Callable

import pytest

from outbox.transports import open_transport
from outbox.transports.base import Answer, Parcel, Transport, TransportError, clear_of_addresses, enhanced
from outbox.transports.console import ConsoleTransport
from outbox.transports.folder import FolderTransport
from outbox.transports.smtp import SMTPTransport
from tests.outbox.mailserver import DROP_AFTER_TEXT, DROP_BEFORE_TEXT

TEXT = b"Subject: For Erzhan\r\nMessage-ID: <1@outcry.example>\r\n\r\nSalem.\r\n.hidden dot\r\n"


def a_parcel(content: bytes = TEXT, *more: str) -> Parcel:
    return Parcel("<1@outcry.example>", "bounce@outcry.example", ("embassy@target.example", *more), content)


class EveryTransport:
    """A subclass names its transport and says what arrived."""

    transport: Transport
    arrived: Callable[[], list[bytes]]

    def test_a_parcel_arrives_byte_for_byte(self):
        answer = self.transport.send(a_parcel())
        assert (type(answer), answer.code) == (Answer, 250)
        assert self.arrived() == [TEXT]

    def test_several_parcels_arrive_in_order(self):
        texts = [b"Subject: %d\r\n\r\nSalem.\r\n" % number for number in range(3)]
        for text in texts:
            self.transport.send(a_parcel(text))
        assert self.arrived() == texts

    def test_closing_twice_and_sending_again_is_harmless(self):
        self.transport.close()
        self.transport.send(a_parcel())
        self.transport.close()
        self.transport.close()
        self.transport.send(a_parcel())
        assert self.arrived() == [TEXT, TEXT]


class TestSMTP(EveryTransport):
    @pytest.fixture(autouse=True)
    def _open(self, server):
        self.server = server
        self.transport = SMTPTransport()
        self.arrived = lambda: [envelope.content for envelope in server.envelopes]
        yield
        self.transport.close()

    def fails(self, parcel: Parcel | None = None) -> TransportError:
        with pytest.raises(TransportError) as caught:
            self.transport.send(parcel or a_parcel())
        return caught.value

    def test_one_connection_carries_all(self):
        for _ in range(3):
            self.transport.send(a_parcel())
        assert self.server.connections == 1

    def test_copies_are_envelope_recipients(self):
        self.transport.send(a_parcel(TEXT, "copy@campaign.example"))
        assert self.server.envelopes[0].rcpt_tos == ["embassy@target.example", "copy@campaign.example"]

    def test_a_refused_copy_does_not_keep_the_letter_back(self):
        self.server.rcpt_script = ["250 ok", "550 5.1.1 <copy@campaign.example> unknown"]
        answer = self.transport.send(a_parcel(TEXT, "copy@campaign.example"))
        assert answer.text == "2.0.0 Ok: queued as Q0001; a copy was refused: 550 5.1.1 <(address)> unknown"

    @pytest.mark.parametrize(("said", "permanent"), [("451 4.3.0 later", False), ("550 5.7.1 never", True)])
    def test_a_refusal_says_whether_trying_again_helps(self, said, permanent):
        self.server.script = [said]
        error = self.fails()
        assert (error.code, error.enhanced, error.permanent) == (int(said[:3]), said[4:9], permanent)
        assert (error.in_doubt, error.unreached) == (False, False)

    def test_silence_after_the_text_is_a_doubt(self):
        self.server.script = [DROP_AFTER_TEXT]
        error = self.fails()
        assert (error.in_doubt, error.unreached, error.permanent) == (True, False, False)

    def test_a_drop_before_the_text_is_no_doubt(self):
        self.server.rcpt_script = [DROP_BEFORE_TEXT]
        error = self.fails()
        assert (error.in_doubt, error.unreached, error.permanent) == (False, True, False)

    def test_goodbye_instead_of_an_answer_is_no_refusal(self):
        self.server.rcpt_script = ["421 4.3.2 going down"]
        assert self.fails().unreached is True

    def test_nobody_listening(self, settings):
        settings.EMAIL_PORT = 1
        error = self.fails()
        assert (error.unreached, error.answer) == (
            True,
            "The mail server was not reached: ConnectionRefusedError Connection refused.",
        )

    def test_a_wrong_password_blames_no_parcel(self, settings):
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "outcry", "wrong"
        assert self.fails().unreached is True

    def test_an_address_in_another_script_asks_for_smtputf8(self):
        parcel = Parcel(
            "<1@outcry.example>", "bounce@outcry.example", ("елші@target.example",), TEXT, needs_utf8=True
        )
        self.transport.send(parcel)
        assert self.server.envelopes[0].rcpt_tos == ["елші@target.example"]
        assert self.server.envelopes[0].smtp_utf8 is True


class TestFolder(EveryTransport):
    @pytest.fixture(autouse=True)
    def _open(self, tmp_path):
        self.transport = FolderTransport(tmp_path / "mail")

        def arrived():
            box = mailbox.Maildir(tmp_path / "mail", create=False)
            texts = [box.get_bytes(key).replace(b"\n", b"\r\n") for key in box.keys()]  # noqa: SIM118 -- a mailbox iterates over mails
            return sorted(texts)

        self.arrived = arrived

    def test_a_folder_that_cannot_be_written_blames_no_parcel(self, tmp_path):
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(TransportError) as caught:
            FolderTransport(tmp_path / "file").send(a_parcel())
        assert caught.value.unreached is True


class TestConsole(EveryTransport):
    @pytest.fixture(autouse=True)
    def _open(self, capsys):
        self.transport = ConsoleTransport()

        def arrived():
            parts = capsys.readouterr().out.split("-" * 72 + "\n")[:-1]
            return [part.replace("\n", "\r\n").encode() for part in parts]

        self.arrived = arrived


def test_a_transport_is_chosen_by_name(settings):
    settings.OUTCRY_TRANSPORT = "folder"
    assert type(open_transport()) is FolderTransport
    settings.OUTCRY_TRANSPORT = "pigeon"
    with pytest.raises(LookupError, match="OUTCRY_TRANSPORT is 'pigeon'; it can be smtp, folder, console"):
        open_transport()


@pytest.mark.parametrize(
    ("said", "queue_id"),
    [
        ("2.0.0 Ok: queued as 4F2B91A0C3", "4F2B91A0C3"),
        ("OK id=1tEabc-000000001Zz-0Abc", "1tEabc-000000001Zz-0Abc"),
        ("2.0.0 4AMC01Zz012345 Message accepted for delivery", "4AMC01Zz012345"),
        ("ok 1732276800 qp 4711", "4711"),
        ("thank you", ""),
    ],
)
def test_queue_ids_of_several_mail_servers(said, queue_id):
    assert Answer(250, said).queue_id == queue_id


def test_answers_are_kept_without_addresses():
    assert (
        clear_of_addresses(b"5.1.1 <amara@supporter.example>:\r\n unknown \xff")
        == "5.1.1 <(address)>: unknown \ufffd"
    )
    assert enhanced("5.1.1 unknown") == "5.1.1"
    assert enhanced("unknown 5.1.1") == ""
