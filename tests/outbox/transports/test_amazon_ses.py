"""The provider that takes our bytes as they are, by anymail's own backend on a client of ours: nothing leaves."""

import sys
from types import ModuleType, SimpleNamespace

import pytest

from outbox.transports.anymail import AnymailTransport
from outbox.transports.base import TransportError
from tests.outbox.transports.every import COPY, TEXT, TO, a_parcel, told_apart

SECRET = "hooks:0123456789abcdef0123"


class ClientError(Exception):
    def __init__(self, status, code):
        super().__init__(code)
        self.response = {
            "Error": {"Code": code, "Message": "no"},
            "ResponseMetadata": {"HTTPStatusCode": status},
        }


class EndpointConnectionError(Exception):
    pass


@pytest.fixture
def ses(settings, monkeypatch):
    """Anymail's own backend for Amazon SES, on a client that takes what it is given: boto3 is not installed here."""
    client = SimpleNamespace(taken=[], trouble=None, configured={}, close=lambda: None)

    def send_email(**given):
        if client.trouble:
            raise client.trouble
        client.taken.append(given)
        return {"MessageId": f"TEST-SES-{len(client.taken):04}"}

    client.send_email = send_email

    def open_client(name, **params):
        client.configured = params
        return client

    boto3, botocore = ModuleType("boto3"), ModuleType("botocore")
    boto3.session = SimpleNamespace(Session=lambda **_: SimpleNamespace(client=open_client))
    inner, errors = ModuleType("botocore.client"), ModuleType("botocore.exceptions")

    class Config(dict):
        def __init__(self, **options):
            super().__init__(options)

        def merge(self, other):
            return Config(**self, **other)

    inner.Config = Config
    errors.BotoCoreError = errors.ConnectionError = EndpointConnectionError
    errors.ClientError = ClientError
    named = {"boto3": boto3, "botocore": botocore, "botocore.client": inner, "botocore.exceptions": errors}
    for name, module in named.items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.delitem(sys.modules, "anymail.backends.amazon_ses", raising=False)
    settings.OUTCRY_MAIL_PROVIDER, settings.ANYMAIL = "amazon_ses", {"WEBHOOK_SECRET": SECRET}
    yield client
    sys.modules.pop("anymail.backends.amazon_ses", None)


def test_amazon_ses_gets_exactly_our_bytes(ses):
    transport = AnymailTransport()
    answer = transport.send(a_parcel(TEXT, COPY))
    transport.close()
    assert (answer.text, answer.queue_id) == ("amazon_ses: queued", "TEST-SES-0001")
    assert ses.taken == [
        {
            "Content": {"Raw": {"Data": TEXT}},
            "Destination": {"ToAddresses": [TO], "CcAddresses": [COPY]},
        }
    ]


def test_amazon_ses_is_not_asked_again_after_a_doubt(ses):
    AnymailTransport().send(a_parcel())
    assert ses.configured["config"]["retries"] == {"total_max_attempts": 1}


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        (ClientError(400, "MessageRejected"), "temporary"),
        (ClientError(429, "TooManyRequestsException"), "unreached"),
        (ClientError(403, "AccessDeniedException"), "unreached"),
        (ClientError(500, "InternalFailure"), "in_doubt"),
        (EndpointConnectionError("no"), "unreached"),
    ],
)
def test_troubles_of_amazon_ses_are_told_apart(ses, fault, word):
    ses.trouble = fault
    with pytest.raises(TransportError) as caught:
        AnymailTransport().send(a_parcel())
    assert told_apart(caught.value) == word
