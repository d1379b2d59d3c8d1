"""A provider's API: what it takes and refuses, what it is given of a mail, and that its news find the message again."""

import re
from email import message_from_bytes
from email.policy import default

import pytest
from anymail.exceptions import AnymailAPIError
from anymail.message import AnymailRecipientStatus
from anymail.signals import AnymailTrackingEvent
from django.core import mail
from django.core.exceptions import ImproperlyConfigured

from outbox.composing import compose
from outbox.kinds import Attachment, Draft
from outbox.models import Message, Notice
from outbox.provider_news import note_event
from outbox.sending import send_due
from outbox.transports import open_transport
from outbox.transports.anymail import AnymailTransport
from outbox.transports.base import TransportError
from tests.outbox.factories import NOW, a_message
from tests.outbox.postmark import DROP, INACTIVE, INVALID, NO_CREDITS, TOKEN, postmark
from tests.outbox.transports.every import COPY, TEXT, TO, EveryServer, a_parcel, told_apart

SECRET = "hooks:0123456789abcdef0123"


@pytest.fixture
def provider(settings):
    with postmark() as service:
        settings.OUTCRY_TRANSPORT, settings.OUTCRY_MAIL_PROVIDER = "anymail", "postmark"
        settings.ANYMAIL = {
            "WEBHOOK_SECRET": SECRET,
            "POSTMARK_SERVER_TOKEN": TOKEN,
            "POSTMARK_API_URL": service.url,
            "REQUESTS_TIMEOUT": 5,
        }
        yield service


class TestPostmark(EveryServer):
    TROUBLES = {
        "permanent": "refuse_for_good",
        "temporary": "refuse_for_now",
        "in_doubt": "fall_silent",
        "unreached": "be_busy",
    }

    @pytest.fixture(autouse=True)
    def _open(self, provider, settings):
        self.provider, self.settings = provider, settings
        self.transport = AnymailTransport()
        self.arrived = lambda: [facts(taken) for taken in provider.mails]
        yield
        self.transport.close()

    def as_arrived(self, content):
        ours = message_from_bytes(content, policy=default)
        text = ours.get_content().replace("\r\n", "\n").rstrip("\n")
        return ours["From"], ours["Subject"], text, ours["Message-ID"]

    def refuse_for_good(self):
        self.provider.script = [INACTIVE]

    def refuse_for_now(self):
        self.provider.script = [NO_CREDITS]

    def fall_silent(self):
        self.provider.lost = [DROP]

    def be_busy(self):
        self.provider.script = [
            (429, {"ErrorCode": 429, "Message": "Slow down, embassy@target.example waits."})
        ]

    def refuse(self, *numbers):
        self.provider.script = [INVALID if number in numbers else None for number in range(20)]

    def refuse_copy(self):
        self.provider.inactive = {COPY}

    def test_one_connection_carries_all(self):
        for _ in range(3):
            self.transport.send(a_parcel())
        assert self.provider.connections == 1

    def test_the_evidence_holds_the_provider_s_number(self):
        answer = self.transport.send(a_parcel())
        assert (answer.text, answer.queue_id) == ("postmark: sent", "TEST-0001")

    def test_a_letter_refused_by_its_office_failed_even_if_a_copy_left(self):
        self.provider.inactive = {TO}
        assert told_apart(self.fails(a_parcel(TEXT, COPY))) == "permanent"

    @pytest.mark.parametrize(
        ("status", "word"),
        [
            (400, "temporary"),
            (413, "temporary"),
            (401, "unreached"),
            (403, "unreached"),
            (404, "unreached"),
            (408, "unreached"),
            (503, "unreached"),
            (500, "in_doubt"),
            (502, "in_doubt"),
            (504, "in_doubt"),
        ],
    )
    def test_statuses_are_told_apart(self, status, word):
        self.provider.script = [(status, {"ErrorCode": 9, "Message": "So it is."})]
        error = self.fails()
        assert (told_apart(error), error.code) == (word, status)
        assert error.answer == f"postmark: HTTP {status} So it is. 9"

    def test_an_answer_without_sense_is_a_doubt(self):
        self.provider.lost = [(200, {"Message": "OK"})]
        assert told_apart(self.fails()) == "in_doubt"

    def test_nobody_listening(self):
        self.settings.ANYMAIL = {**self.settings.ANYMAIL, "POSTMARK_API_URL": "http://127.0.0.1:1/"}
        self.transport = AnymailTransport()
        assert told_apart(self.fails()) == "unreached"

    def test_a_wrong_token_blames_no_parcel(self):
        self.settings.ANYMAIL = {**self.settings.ANYMAIL, "POSTMARK_SERVER_TOKEN": "TEST-WRONG"}
        self.transport = AnymailTransport()
        error = self.fails()
        assert told_apart(error) == "unreached"
        assert "TEST-WRONG" not in error.answer

    def test_a_whole_letter_is_given_in_its_parts(self):
        letter = Message(pk=7, recipient=TO, message_id="<7@outcry.example>", stream="mailing")
        draft = Draft(
            subject="Ержан үшін: a petition that is long enough to be folded, in two scripts at once",
            text="Құрметті елші,\n\n.\nSalem.\n",
            html="<p>Құрметті елші</p>\n",
            language="kk",
            reply_to="amara@supporter.example",
            cc=(COPY,),
            headers={
                "List-Unsubscribe": "<https://outcry.example/stop/" + "x" * 90 + ">",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
            attachments=(Attachment("letter.pdf", "application/pdf", b"%PDF-1.7\r\n\x00\xff"),),
        )
        self.transport.send(compose(letter, draft, now=NOW))
        (taken,) = self.provider.mails
        headers = {header["Name"]: header["Value"] for header in taken.pop("Headers")}
        (attachment,) = taken.pop("Attachments")
        assert taken == {
            "From": "Outcry <appeals@outcry.example>",
            "To": TO,
            "Cc": COPY,
            "Subject": draft.subject,
            "ReplyTo": "amara@supporter.example",
            "TextBody": draft.text,
            "HtmlBody": draft.html,
            "TrackOpens": False,
            "TrackLinks": "None",
        }
        assert headers == {
            "Message-ID": "<7@outcry.example>",
            "Content-Language": "kk",
            **draft.headers,
        }
        assert (attachment["Name"], attachment["Content"], attachment["ContentType"]) == (
            "letter.pdf",
            "JVBERi0xLjcNCgD/",
            "application/pdf",
        )


def facts(taken):
    (message_id,) = [header["Value"] for header in taken["Headers"] if header["Name"] == "Message-ID"]
    return taken["From"], taken["Subject"], taken["TextBody"].rstrip("\n"), message_id


@pytest.mark.django_db
def test_what_the_provider_tells_later_finds_the_message(provider):
    message = a_message(stream="mailing")
    send_due(stream="mailing", clock=lambda: NOW)
    message.refresh_from_db()
    assert (message.state, message.queue_id, message.server_answer) == ("sent", "TEST-0001", "postmark: sent")
    event = AnymailTrackingEvent(
        event_type="bounced",
        event_id="e1",
        timestamp=NOW,
        recipient="amara@supporter.example",
        message_id="TEST-0001",
        mta_response="550 5.1.1 user unknown",
    )
    assert note_event(event, provider="postmark", now=NOW) == 1
    assert (Notice.objects.get().message, Notice.objects.get().kind) == (message, "hard")


@pytest.mark.django_db
def test_a_provider_without_credits_keeps_every_message(provider):
    for number in range(3):
        a_message(key=f"note:{number}", stream="mailing")
    provider.script = [NO_CREDITS] * 3
    send_due(stream="mailing", clock=lambda: NOW)
    assert list(Message.objects.values_list("state", flat=True)) == ["queued"] * 3


def with_backend(settings):
    settings.OUTCRY_MAIL_PROVIDER, settings.ANYMAIL = "test", {"WEBHOOK_SECRET": SECRET}
    return AnymailTransport()


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("sent", "accepted"),
        ("queued", "accepted"),
        ("unknown", "accepted"),
        ("invalid", "permanent"),
        ("rejected", "permanent"),
        ("failed", "temporary"),
    ],
)
def test_each_status_of_anymail_is_one_of_ours(settings, monkeypatch, status, word):
    transport = with_backend(settings)
    answer = {"recipient_status": {TO: AnymailRecipientStatus(message_id="TEST-9", status=status)}}
    monkeypatch.setattr(transport._backend, "post_to_esp", lambda payload, message: answer)
    try:
        answer = transport.send(a_parcel())
    except TransportError as error:
        answer = error
    assert told_apart(answer) == word


def test_an_error_without_a_status_is_a_doubt(settings, monkeypatch):
    transport = with_backend(settings)

    def break_down(payload, message):
        raise AnymailAPIError("broken")

    monkeypatch.setattr(transport._backend, "post_to_esp", break_down)
    with pytest.raises(TransportError) as caught:
        transport.send(a_parcel())
    assert told_apart(caught.value) == "in_doubt"


@pytest.mark.parametrize(
    ("provider", "anymail", "says"),
    [
        ("", {"WEBHOOK_SECRET": SECRET}, "needs OUTCRY_MAIL_PROVIDER"),
        ("postmark", {}, "needs OUTCRY_MAIL_PROVIDER"),
        ("../x", {"WEBHOOK_SECRET": SECRET}, "needs OUTCRY_MAIL_PROVIDER"),
        ("pigeon", {"WEBHOOK_SECRET": SECRET}, "pigeon, which django-anymail does not know"),
        ("postmark", {"WEBHOOK_SECRET": SECRET}, "POSTMARK_SERVER_TOKEN"),
        ("amazon_ses", {"WEBHOOK_SECRET": SECRET}, "boto3"),
    ],
)
def test_a_provider_that_is_half_configured_is_an_error_at_the_start(settings, provider, anymail, says):
    from outbox.checks import transport_can_be_opened

    settings.OUTCRY_TRANSPORT, settings.OUTCRY_MAIL_PROVIDER, settings.ANYMAIL = "anymail", provider, anymail
    with pytest.raises(ImproperlyConfigured, match=re.escape(says)):
        open_transport()
    (error,) = transport_can_be_opened()
    assert (error.id, says in error.msg) == ("outcry.E006", True)


@pytest.fixture(autouse=True)
def _no_django_outbox():
    mail.outbox = []
