"""Find out what a mail that came in is, and which message of ours it is about. Reads; writes nothing.

A message is known by the tag in one of our addresses (outbox/return_addresses.py). Where servers have lost that, by its
Message-ID together with the address it went to: whoever names both has seen it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import Message as Mail

from django.conf import settings

from kit.mailboxes import mailbox_index
from kit.received_mail import address_of, decoded, header, headers, parse
from outbox import delivery_reports
from outbox.delivery_reports import ADDRESS, Report, moment
from outbox.models import IncomingMail, Message, Notice
from outbox.noting import News
from outbox.return_addresses import BOUNCE, REPLY, messages_behind

Sort = IncomingMail.Sort
MOST_ADDRESSES = 40
OLDEST = timedelta(days=30)
# Where servers write to which of our addresses a mail came; the last ones hold it when it was forwarded.
ADDRESSED = (
    *("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "To", "Cc"),
    *("Resent-To", "Apparently-To", "X-Forwarded-To", "Received"),
)
_DAEMON = re.compile(
    r"^(?:mailer-?daemon|mail-?daemon|postmaster|mdaemon|mmdf|microsoftexchange\w*|mail-?delivery.*)$", re.I
)
_MACHINE_PRECEDENCE = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
_MACHINE_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply", "List-Id")


@dataclass(frozen=True)
class Sorted:
    sort: str
    message: int | None = None
    news: tuple[News, ...] = field(default=())


def sort(raw: bytes, *, digest: str, now: datetime) -> Sorted:
    """`digest` names the mail in the keys of its news."""
    mail = parse(raw)
    if (fields := delivery_reports.complaint(mail)) is not None:
        return _complaint(mail, raw, fields, digest, now)
    reports = delivery_reports.standard(mail)
    if reports is not None:
        return _bounce(mail, raw, reports, digest, now)
    if _is_from_a_server(mail) and (report := delivery_reports.in_words(mail)):
        return _bounce(mail, raw, [report], digest, now)
    found = _addressed(mail, REPLY) or _addressed(mail, BOUNCE) or _answered(mail)
    if not found:
        return Sorted(Sort.UNSORTED)
    return Sorted(Sort.AUTO_REPLY if is_from_a_machine(mail) else Sort.REPLY, found[0].pk)


def is_from_a_machine(mail: Mail) -> bool:
    """RFC 3834 §5, and what servers do that do not know it. Nothing of this kind is an answer, nor is it answered."""
    said = header(mail, "Auto-Submitted").lower().partition(";")[0].strip()
    return (
        said not in {"", "no"}
        or header(mail, "Precedence").lower() in _MACHINE_PRECEDENCE
        or any(name in mail for name in _MACHINE_HEADERS)
        or header(mail, "Return-Path") == "<>"
        or _is_from_a_server(mail)
        or mail.get_content_type() == "multipart/report"  # a receipt that it was read (RFC 8098)
        or ("X-Auto-Response-Suppress" in mail and header(mail, "Subject").lower().startswith("automatic"))
    )


def _is_from_a_server(mail: Mail) -> bool:
    local = address_of(header(mail, "From")).rpartition("@")[0] or header(mail, "From")
    return bool(_DAEMON.match(local.strip()))


def _bounce(mail: Mail, raw: bytes, reports: list[Report], digest: str, now: datetime) -> Sorted:
    about = _addressed(mail, BOUNCE) or _quoted(raw, [name for report in reports for name in report.names])
    told_at = moment(header(mail, "Date"))
    news = [
        News(
            message=message.pk,
            key=f"mail:{digest[:40]}:{number}:{message.pk}",
            kind=report.kind,
            source=Notice.Source.MAIL,
            at=_likely(report.at or told_at, now),
            enhanced=report.status,
            said=report.said,
            reporter=report.reporter,
            of_recipient=_is_of_recipient(report.names, message),
        )
        for message in about
        for number, report in enumerate(reports)
    ]
    if not about:
        return Sorted(Sort.UNSORTED)
    return Sorted(Sort.BOUNCE, about[0].pk, tuple(news))


def _complaint(mail: Mail, raw: bytes, fields: dict[str, str], digest: str, now: datetime) -> Sorted:
    kind = fields.get("feedback-type", "").lower()
    rcpt = fields.get("original-rcpt-to", "").strip("<> ")
    about = _addressed(mail, BOUNCE) or _quoted(raw, [rcpt])
    if not about or kind not in delivery_reports.COMPLAINTS:
        return Sorted(Sort.UNSORTED)
    message = about[0]
    # Providers that hide who complained write something else in the place of the address.
    is_named = "@" in rcpt and "redacted" not in rcpt.lower()
    news = News(
        message=message.pk,
        key=f"mail:{digest[:40]}:0:{message.pk}",
        kind=Notice.Kind.COMPLAINT,
        source=Notice.Source.MAIL,
        at=_likely(moment(fields.get("arrival-date", "")) or moment(header(mail, "Date")), now),
        said=f"{kind or 'abuse'} {fields.get('user-agent', '')}".strip(),
        reporter=fields.get("reporting-mta", "").partition(";")[2].strip(),
        of_recipient=_is_of_recipient((rcpt,), message) if is_named else True,
    )
    return Sorted(Sort.COMPLAINT, message.pk, (news,))


def _is_of_recipient(names: Iterable[str], message: Message) -> bool:
    """A copy has the same envelope sender; and what a mailbox forwards to is not the mailbox."""
    named = {mailbox_index(name) for name in names if "@" in name}
    return not named or not message.recipient_index or message.recipient_index in named


def _addressed(mail: Mail, purpose: str) -> list[Message]:
    return _messages(messages_behind(" ".join(headers(mail, *ADDRESSED)), purpose=purpose))


def _messages(numbers: list[int]) -> list[Message]:
    rows = Message.objects.only("recipient_index").in_bulk(numbers[:MOST_ADDRESSES]) if numbers else {}
    return [rows[number] for number in numbers if number in rows]


def _quoted(raw: bytes, names: list[str]) -> list[Message]:
    """The message that a report quotes: our return addresses in it, or its Message-ID and whom it went to."""
    text = decoded(raw, "latin-1").replace("=\r\n", "").replace("=\n", "")
    tagged = messages_behind(text, purpose=BOUNCE) or messages_behind(text, purpose=REPLY)
    return _messages(tagged[:1]) or _by_message_id(text, [*names, *ADDRESS.findall(text)])


def _answered(mail: Mail) -> list[Message]:
    """The message that an answer refers to, if its sender is the one it went to (RFC 5322 §3.6.4)."""
    senders = [address_of(value) for value in headers(mail, "From", "Reply-To", "Sender")]
    return _by_message_id(" ".join(headers(mail, "In-Reply-To", "References")), senders)


def _by_message_id(text: str, addresses: list[str]) -> list[Message]:
    """By the index of recipients: an index of Message-IDs over millions of rows would serve for nothing else."""
    domain = re.escape(settings.OUTCRY_FROM_EMAIL.rpartition("@")[2])
    ids = re.findall(rf"<[0-9a-f]{{24}}@{domain}>", text, re.IGNORECASE)[:MOST_ADDRESSES]
    wanted = list(dict.fromkeys(address for address in addresses if "@" in address))[:MOST_ADDRESSES]
    if not ids or not wanted:
        return []
    boxes = {mailbox_index(address) for address in wanted}
    rows = Message.objects.filter(recipient_index__in=boxes, message_id__in={id_.lower() for id_ in ids})
    return list(rows.only("recipient_index").order_by("-pk")[:1])


def _likely(at: datetime | None, now: datetime) -> datetime:
    """Clocks of other servers go wrong by years, and what is old counts less."""
    return at if at and now - OLDEST < at <= now else now
