"""Make the bytes of an email from a draft, with Python's own email package (RFC 5322, 2045-2047, 6532)."""

import hashlib
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.utils import format_datetime

from django.conf import settings
from email_validator import validate_email

from outbox.kinds import Draft
from outbox.mailpolicy import POLICY, POLICY_UTF8
from outbox.models import Message
from outbox.return_addresses import bounce_address
from outbox.states import Stream
from outbox.transports.base import Parcel

OWN_HEADERS = frozenset(
    {"from", "to", "cc", "bcc", "sender", "reply-to", "date", "message-id", "mime-version", "subject"}
)


class ComposeError(ValueError):
    """A draft from which no safe email can be made. The words name no address."""


def compose(message: Message, draft: Draft, *, now: datetime) -> Parcel:
    """Raise ComposeError or ValueError for a draft without text, or with line breaks where a header is one line."""
    if not draft.text.strip():
        raise ComposeError("The draft has no plain text.")
    recipients = tuple(on_the_wire(address) for address in (str(message.recipient), *draft.cc))
    reply_to = on_the_wire(draft.reply_to) if draft.reply_to else ""
    needs_utf8 = not all(address.isascii() for address in (*recipients, reply_to))
    email = EmailMessage(policy=POLICY_UTF8 if needs_utf8 else POLICY)
    email["From"] = Address(settings.OUTCRY_FROM_NAME, addr_spec=settings.OUTCRY_FROM_EMAIL)
    email["To"] = to_address(recipients[0])
    if draft.cc:
        email["Cc"] = [to_address(address) for address in recipients[1:]]
    if reply_to:
        email["Reply-To"] = to_address(reply_to)
    email["Subject"] = one_line(draft.subject)
    email["Date"] = format_datetime(now)
    email["Message-ID"] = message.message_id
    if message.stream == Stream.CONFIRMATION:
        email["Auto-Submitted"] = "auto-generated"  # RFC 3834 §5; a letter is a person's own act
    for name, value in draft.headers.items():
        if name.lower() in OWN_HEADERS:
            raise ComposeError(f"A kind of message may not set {name}.")
        email[name] = value
    _fill(email, draft)
    email["Content-Language"] = draft.language  # last: filling an email clears its Content-* headers
    _set_boundaries(email, message.message_id)
    content = bytes(email)
    _check_headers(email, content)
    return Parcel(message.message_id, bounce_address(message.pk), recipients, content, needs_utf8)


def on_the_wire(address: str) -> str:
    """A domain in another script travels as its ASCII form (RFC 5890); a local part cannot, it needs SMTPUTF8."""
    local, _, domain = address.rpartition("@")
    if domain.isascii():
        return address
    return f"{local}@{validate_email(f'x@{domain}', check_deliverability=False).ascii_domain}"


def one_line(subject: str) -> str:
    """Blanks at the ends or in a row do not survive folding; a line break is refused, not mended."""
    if len(subject.splitlines()) > 1:
        raise ComposeError("The subject holds a line break.")
    line = " ".join(word for word in subject.replace("\t", " ").split(" ") if word)
    if not line:
        raise ComposeError("The draft has no subject.")
    return line


def to_address(address: str) -> Address:
    if address.isascii():
        return Address(addr_spec=address)
    local, _, domain = address.rpartition("@")  # addr_spec= refuses other scripts, even for SMTPUTF8
    return Address(username=local, domain=domain)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _fill(email: EmailMessage, draft: Draft) -> None:
    email.set_content(draft.text)
    if draft.html:
        email.add_alternative(draft.html, subtype="html")
    for attachment in draft.attachments:
        main, _, sub = attachment.content_type.partition("/")
        email.add_attachment(
            attachment.content, maintype=main, subtype=sub or "octet-stream", filename=attachment.filename
        )


def _set_boundaries(email: MIMEPart, message_id: str) -> None:
    # From the Message-ID, so that a repeat is the same message; "=_" occurs in no encoded line (RFC 2045 §6.7).
    name = message_id.strip("<>").partition("@")[0]
    for number, part in enumerate(part for part in email.walk() if part.is_multipart()):
        part.set_boundary(f"=_{name}_{number}")


def _check_headers(email: EmailMessage, content: bytes) -> None:
    """The header names that leave are those that were set: nothing slipped in behind a line break (cpython#121650)."""
    head = content.partition(b"\r\n\r\n")[0]
    names = [
        line.partition(b":")[0].decode("ascii", "replace")
        for line in head.split(b"\r\n")
        if line[:1] not in b" \t"
    ]
    if names != email.keys() or b"\n" in head.replace(b"\r\n", b"") or b"\r" in head.replace(b"\r\n", b""):
        raise ComposeError("A header holds a line break.")
