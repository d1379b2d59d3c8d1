"""A mail provider's API, by the backends of django-anymail (settings OUTCRY_MAIL_PROVIDER and OUTCRY_ANYMAIL).

Amazon SES takes our bytes as they are. The other APIs take a mail apart: they get the text, the HTML, the attachments and every
header that is ours to set, and write the rest anew, with their own Date and their own DKIM signature.

Which answer a trouble is (RFC 9110 §15 for the statuses):

    whom it is for is refused or no address       permanent
    401-404, 407, 408, 429, 503, nobody there     unreached: the account or the provider, no parcel is to blame
    another 4xx                                   temporary: it may be this mail, or an account that is being checked
    another 5xx, no answer, one without sense     in doubt
"""

from email import message_from_bytes
from email.message import EmailMessage, Message
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage as DjangoMail
from django.core.mail import EmailMultiAlternatives, get_connection

from outbox.mailpolicy import POLICY
from outbox.transports.base import ANSWER_CHARACTERS, Answer, Parcel, Transport, TransportError

RAW = frozenset({"amazon_ses"})
# Who counts opens and clicks unless told not to; the others count none, or refuse to be told.
COUNTS = frozenset(
    {"mailersend", "mailgun", "mailjet", "mandrill", "postmark", "resend", "sendgrid", "sparkpost", "test"}
)
TAKEN = frozenset({"sent", "queued", "unknown"})  # anymail.message.ANYMAIL_STATUSES
REFUSED = frozenset({"invalid", "rejected"})
NOT_ITS_FAULT = frozenset({401, 402, 403, 404, 407, 408, 429, 503})
# Errors below HTTP that come before anything was sent, by their names in urllib3, ssl and botocore.
BEFORE = frozenset(
    [
        "NewConnectionError",
        "NameResolutionError",
        "ConnectTimeoutError",
        "ConnectTimeout",
        "SSLCertVerificationError",
        "ProxyError",
        "EndpointConnectionError",
        "NoCredentialsError",
        "PartialCredentialsError",
        "NoRegionError",
        "InvalidURL",
        "MissingSchema",
    ]
)
# Set by the provider, or given to it in a field of its own.
_NOT_PASSED_ON = frozenset(
    [
        "from",
        "to",
        "cc",
        "reply-to",
        "subject",
        "date",
        "dkim-signature",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
    ]
)


class AnymailTransport(Transport):
    """One session, kept open. Raise ImproperlyConfigured where provider or credentials are missing."""

    def __init__(self) -> None:
        self._name: str = settings.OUTCRY_MAIL_PROVIDER
        if not (self._name.isidentifier() and settings.ANYMAIL):
            raise ImproperlyConfigured(
                "The transport anymail needs OUTCRY_MAIL_PROVIDER, like postmark or amazon_ses, and its credentials in OUTCRY_ANYMAIL."
            )
        try:
            self._backend: Any = get_connection(
                f"anymail.backends.{self._name}.EmailBackend", **_options(self._name)
            )
        except ModuleNotFoundError as error:
            raise ImproperlyConfigured(
                f"OUTCRY_MAIL_PROVIDER is {self._name}, which django-anymail does not know."
            ) from error

    def send(self, parcel: Parcel) -> Answer:
        from anymail.exceptions import AnymailError

        mail: Any = _as_it_is(parcel) if self._name in RAW else _mapped(parcel)
        if self._name in COUNTS:
            mail.track_opens = mail.track_clicks = False
        try:
            self._backend.open()  # else each mail would have a connection of its own
            self._backend.send_messages([mail])
        except AnymailError as error:
            raise _told(error, self._name) from error
        return self._answer(parcel, mail)

    def close(self) -> None:
        self._backend.close()

    def _answer(self, parcel: Parcel, mail: Any) -> Answer:
        told = mail.anymail_status
        by_address = {address.lower(): found for address, found in told.recipients.items()}
        first = by_address.get(parcel.recipients[0].lower())
        status = first.status if first else next(iter(told.status or ()), None)
        if status not in TAKEN:
            raise TransportError(f"{self._name}: {status or 'not taken'}", permanent=status in REFUSED)
        copies = [
            by_address[copy.lower()].status for copy in parcel.recipients[1:] if copy.lower() in by_address
        ]
        refused = [f"; a copy was refused: {copy}" for copy in copies if copy not in TAKEN][-1:]
        number = first.message_id if first else told.message_id
        text = f"{self._name}: {status}{''.join(refused)}"
        return Answer(250, text[:ANSWER_CHARACTERS], str(number or ""))


class _Raw(Message):
    """What anymail gives to a provider that takes raw mail: it looks for parts in eight bits, and there are none."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self._content = content

    def walk(self) -> Any:
        return iter(())

    def as_bytes(self, *_: Any, **__: Any) -> bytes:
        return self._content


class _RawMail(DjangoMail):
    content = b""

    def message(self, *_: Any, **__: Any) -> Any:
        return _Raw(self.content)


def _as_it_is(parcel: Parcel) -> DjangoMail:
    first, *copies = parcel.recipients
    mail = _RawMail("as it is", "as it is", settings.OUTCRY_FROM_EMAIL, [first], cc=copies)
    mail.content = parcel.content
    return mail


def _mapped(parcel: Parcel) -> DjangoMail:
    first, *copies = parcel.recipients
    ours: Any = message_from_bytes(parcel.content, _class=EmailMessage, policy=POLICY)
    text, html = ours.get_body(("plain",)), ours.get_body(("html",))
    mail = EmailMultiAlternatives(
        subject=str(ours["Subject"]),
        body=_content(text),
        from_email=str(ours["From"]),
        to=[first],
        cc=copies,
        reply_to=[str(ours["Reply-To"])] if ours["Reply-To"] else [],
        headers={name: str(value) for name, value in ours.items() if name.lower() not in _NOT_PASSED_ON},
    )
    if html is not None and html is not text:
        mail.attach_alternative(_content(html), "text/html")
    for part in ours.iter_attachments():
        content = part.get_payload(decode=True)
        mail.attach(part.get_filename(), content, part.get_content_type())
    return mail


def _content(part: Any) -> str:
    return part.get_content().replace("\r\n", "\n") if part is not None else ""


def _options(name: str) -> dict[str, Any]:
    if name != "amazon_ses":
        return {}
    # boto3 tries again by itself after a doubt; here a doubt is held for a person, or repeated under the same Message-ID.
    given = dict(settings.ANYMAIL.get("AMAZON_SES_CLIENT_PARAMS", {}))
    config = {"retries": {"total_max_attempts": 1}, **given.pop("config", {})}
    return {"client_params": {**given, "config": config}}


def _told(error: Any, name: str) -> TransportError:
    from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused

    if isinstance(error, AnymailRecipientsRefused):
        return TransportError(f"{name}: refused", permanent=True)
    if not isinstance(error, AnymailAPIError):
        # What this provider cannot carry: another script in an address, a header, a kind of attachment.
        return TransportError(
            f"{name}: {type(error).__name__}: {error.args[0] if error.args else ''}", permanent=True
        )
    status = _status(error)
    said = f"{name}: {f'HTTP {status}' if status else ''} {_words(error)}".strip()
    if status in NOT_ITS_FAULT or (not status and BEFORE & _causes(error)):
        return TransportError(said, code=status, unreached=True)
    if 400 <= status < 500:
        return TransportError(said, code=status)
    return TransportError(said, code=status, in_doubt=True)


def _status(error: Any) -> int:
    if error.status_code:
        return int(error.status_code)
    metadata = error.response.get("ResponseMetadata", {}) if isinstance(error.response, dict) else {}
    return int(metadata.get("HTTPStatusCode", 0))


def _words(error: Any) -> str:
    """The provider's sentence. Not the whole answer, which may repeat the mail."""
    answer = error.response
    if not isinstance(answer, dict):
        try:
            answer = answer.json()
        except (AttributeError, ValueError):
            answer = None
    answer = answer.get("Error", answer) if isinstance(answer, dict) else {}
    said = [
        answer[key]
        for key in ("Message", "message", "Code", "ErrorCode")
        if isinstance(answer.get(key), str | int)
    ]
    return " ".join(map(str, said)) or ", ".join(sorted(_causes(error)))


def _causes(error: BaseException) -> set[str]:
    """The names of what was raised below, wherever a library has put it: cause, reason or argument."""
    names: set[str] = set()
    waiting: list[BaseException] = [error]
    while waiting:
        one = waiting.pop()
        if type(one).__name__ in names:
            continue
        names.add(type(one).__name__)
        below = [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
        waiting += [found for found in below if isinstance(found, BaseException)]
    return names - {"AnymailRequestsAPIError"}
