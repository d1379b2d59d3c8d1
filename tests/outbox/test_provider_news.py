"""A mail provider tells by webhook: the same notices as from a mail, and none for who does not know the secret."""

import importlib
import json
from base64 import b64encode

import pytest
from anymail.inbound import AnymailInboundMessage
from anymail.signals import AnymailInboundEvent, AnymailTrackingEvent
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.test import RequestFactory

from config.provider_rules import refuse_open_webhooks
from outbox import webhooks
from outbox.models import IncomingMail, Message, Notice
from outbox.provider_news import note_event, take_in_event
from tests.outbox.factories import NOW, a_message

pytestmark = pytest.mark.django_db
AMARA = "amara@supporter.example"
SECRET = "hooks:0123456789abcdef0123"


@pytest.fixture
def message():
    message = a_message(stream="mailing")
    Message.objects.filter(pk=message.pk).update(state="sent", sent_at=NOW, queue_id="esp-77")
    return message


def told(event_type, **more):
    values = {"event_id": "e1", "timestamp": NOW, "recipient": AMARA, "message_id": "esp-77", **more}
    event = AnymailTrackingEvent(event_type=event_type, **values)
    return note_event(event, provider="postmark", now=NOW)


@pytest.mark.parametrize(
    ("event_type", "more", "kind"),
    [
        ("bounced", {"mta_response": "550 5.1.1 user unknown", "reject_reason": "bounced"}, "hard"),
        ("bounced", {"mta_response": "552 5.2.2 mailbox full", "reject_reason": "bounced"}, "soft"),
        ("bounced", {"reject_reason": "bounced"}, "hard"),
        ("bounced", {}, "soft"),
        ("rejected", {"reject_reason": "blocked"}, "policy"),
        ("rejected", {"reject_reason": "spam"}, "complaint"),
        ("failed", {"reject_reason": "timed_out"}, "soft"),
        ("deferred", {}, "delay"),
        ("delivered", {}, "passed_on"),
        ("complained", {}, "complaint"),
        ("unsubscribed", {}, "complaint"),
    ],
)
def test_what_a_provider_tells_is_a_notice_once(message, event_type, more, kind):
    assert [told(event_type, **more) for _ in range(2)] == [1, 0]
    notice = Notice.objects.get()
    assert (notice.message, notice.kind, notice.source, notice.reporter, notice.at) == (
        message,
        kind,
        "webhook",
        "postmark",
        NOW,
    )


@pytest.mark.parametrize("event_type", ["opened", "clicked", "queued", "sent", "unknown", "subscribed"])
def test_what_is_no_news_of_a_mailbox_is_not_kept(message, event_type):
    assert told(event_type) == 0


@pytest.mark.parametrize("form", ["{}", "<{}>"])
def test_a_message_is_known_by_our_message_id_too(message, form):
    assert told("bounced", message_id=form.format(message.message_id.strip("<>"))) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"recipient": "chidi@stranger.example"},
        {"message_id": "esp-78"},
        {"message_id": None},
        {"recipient": None},
    ],
)
def test_news_of_another_mail_or_mailbox_is_about_nothing(message, other):
    assert told("bounced", **other) == 0


def test_a_mail_that_comes_by_way_of_the_provider_is_taken_in():
    mail = AnymailInboundMessage.parse_raw_mime("Subject: hello\r\n\r\nhi\r\n")
    take_in_event(AnymailInboundEvent(event_type="inbound", message=mail), now=NOW)
    assert IncomingMail.objects.values_list("sort", "came_through").get() == ("unsorted", "webhook")


@pytest.fixture
def postmark(settings, monkeypatch):
    """The provider's own webhook view, with our ears on it."""
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}
    monkeypatch.setattr("outbox.webhooks.apps.is_installed", lambda name: name == "anymail")
    webhooks.listen()
    view = importlib.import_module("anymail.webhooks.postmark").PostmarkTrackingWebhookView.as_view()

    def call(secret):
        body = {"RecordType": "Bounce", "Type": "HardBounce", "ID": 4, "MessageID": "esp-77", "Email": AMARA}
        body |= {"BouncedAt": NOW.isoformat(), "Details": "550 5.1.1 user unknown", "Inactive": True}
        request = RequestFactory().post("/", json.dumps(body), content_type="application/json", secure=True)
        request.META["HTTP_AUTHORIZATION"] = "Basic " + b64encode(secret.encode()).decode()
        return view(request)

    yield call
    signals = importlib.import_module("anymail.signals")
    signals.tracking.disconnect(dispatch_uid="outbox.webhooks")
    signals.inbound.disconnect(dispatch_uid="outbox.webhooks")


def test_a_real_webhook_is_heard_with_the_secret_and_not_without(message, postmark):
    with pytest.raises(SuspiciousOperation):  # which Django answers with 400
        postmark("chidi:guess")
    assert Notice.objects.count() == 0
    assert postmark(SECRET).status_code == 200
    notice = Notice.objects.get()
    assert (notice.kind, notice.enhanced, notice.at <= notice.noted_at) == ("hard", "5.1.1", True)


@pytest.mark.parametrize(
    "anymail",
    [{"X": "y"}, {"WEBHOOK_SECRET": "short:one"}, {"WEBHOOK_SECRET": "a" * 40}, {"WEBHOOK_SECRET": 7}],
)
def test_webhooks_without_a_good_secret_do_not_start(anymail):
    with pytest.raises(ImproperlyConfigured, match="OUTCRY_ANYMAIL needs a WEBHOOK_SECRET"):
        refuse_open_webhooks(anymail)


def test_no_webhooks_need_no_secret():
    refuse_open_webhooks({})
    refuse_open_webhooks({"WEBHOOK_SECRET": SECRET})
