"""Read what mail servers report: delivery status (RFC 3464), older forms in words alone, and complaints (RFC 5965)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

from kit.received_mail import content_of, decoded, parse, text_of, unfolded
from outbox.bounce_kinds import failure_kind, status_in
from outbox.models import Notice

STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
MOST_RECIPIENTS = 20
ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"'=]+@[^\s<>()\[\]:;,\"']+\.[^\s<>()\[\]:;,\"'.]+")
# Where the report ends and the mail that it is about begins.
_ORIGINAL = re.compile(
    r"^(?:-+ ?(?:Below this line is a copy|This is a copy of (?:the|your) message|Original message|Original-Nachricht"
    r"|The body of the message|The header page of the original)|Original message headers:|Return-Path: |Received: |Reporting-MTA: )",
    re.IGNORECASE | re.MULTILINE,
)
_DELAY = re.compile(
    r"\bdelayed\b|still trying|will be retried|no action is required|will keep trying|could not be delivered (?:yet|for more than)"
    r"|has not yet been delivered|delivery (?:attempts )?will continue|verzögert",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"(?:undeliver|not be delivered|could not deliver|couldn't be delivered|wasn't able to deliver|unable to deliver|delivery (?:has )?failed"
    r"|failed to deliver|returned to sender|permanent(?:ly)? (?:fatal )?(?:error|fail)|permanent fatal|giving up|gave up|unzustellbar|не доставлено|non remis)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Report:
    """What became of one recipient. `names` are the addresses by which the report calls them; none: it does not say."""

    kind: str
    names: tuple[str, ...] = ()
    status: str = ""
    said: str = ""
    reporter: str = ""
    at: datetime | None = None


def standard(message: Message) -> list[Report] | None:
    """The reports of a delivery status notification; None when it is none."""
    parts = [part for part in message.walk() if part.get_content_type() in STATUS_TYPES]
    if not parts:
        return None
    found: list[Report] = []
    for part in parts[:3]:
        blocks = _blocks(part)
        whole = blocks[0] if blocks else {}
        for block in blocks[:MOST_RECIPIENTS]:
            report = _report(block, whole)
            if report:
                found.append(report)
    return found


def in_words(message: Message) -> Report | None:
    """A report without a form (qmail, older Exim and Exchange): one for all that it says, None when it says nothing."""
    told = text_of(message)
    told = told[: cut.start()] if (cut := _ORIGINAL.search(told)) else told
    told = told[:20_000]
    status = status_in(told)
    is_failure = bool(_FAILED.search(told)) or status.startswith("5")
    if not is_failure and not status.startswith("4") and not _DELAY.search(told):
        return None
    kind = Notice.Kind.DELAY if _DELAY.search(told) and not status.startswith("5") else None
    names = tuple(dict.fromkeys(ADDRESS.findall(told)))[:MOST_RECIPIENTS]
    return Report(kind or failure_kind(status, told), names, status, _line_with(told, status))


def complaint(message: Message) -> dict[str, str] | None:
    """The fields of a feedback report, names in lower case; None when it is none."""
    for part in message.walk():
        if part.get_content_type() == "message/feedback-report":
            blocks = _blocks(part)
            return blocks[0] if blocks else {}
    return None


# What these say of our mail is a complaint. A failed authentication (RFC 6591) or a virus is none, "not-spam" the opposite.
COMPLAINTS = frozenset({"abuse", "fraud", "opt-out", "opt-out-list", "miscategorized", ""})


def _blocks(part: Message) -> list[dict[str, str]]:
    """Groups of fields: Python's parser makes them messages; one that was encoded is taken apart here."""
    payload = part.get_payload()
    groups: Iterable[Message]
    if isinstance(payload, list):
        groups = [group for group in payload if isinstance(group, Message)]
        # Some groups may have ended up as the body of another, for want of an empty line in between.
        if (
            len(groups) == 1
            and isinstance(groups[0].get_payload(), str)
            and str(groups[0].get_payload()).strip()
        ):
            groups = [*groups, parse(str(groups[0].get_payload()).encode("utf-8", "replace"))]
    else:
        text = decoded(content_of(part), None).replace("\r\n", "\n")
        groups = [parse(chunk.encode("utf-8", "replace")) for chunk in re.split(r"\n\s*\n", text)]
    return [
        fields
        for group in groups
        if (fields := {name.lower(): unfolded(str(value)) for name, value in group.raw_items()})
    ]


def _report(block: dict[str, str], whole: dict[str, str]) -> Report | None:
    action, status = block.get("action", "").lower(), status_in(block.get("status", ""))
    if "final-recipient" not in block and "original-recipient" not in block and not action:
        return None
    said = block.get("diagnostic-code", "").partition(";")[2].strip() or block.get("diagnostic-code", "")
    if action.startswith("delay"):
        kind = Notice.Kind.DELAY
    elif action.startswith(("deliver", "relay", "expand")) or status.startswith("2"):
        kind = Notice.Kind.PASSED_ON
    elif not action and status.startswith("4"):
        kind = Notice.Kind.DELAY
    else:
        kind = Notice.Kind(failure_kind(status, said))
    names = (_address(block.get(name, "")) for name in ("original-recipient", "final-recipient"))
    reporter = block.get("remote-mta", "") or whole.get("reporting-mta", "")
    return Report(
        kind,
        tuple(dict.fromkeys(name for name in names if name)),
        status,
        said,
        reporter.partition(";")[2].strip(),
        moment(block.get("last-attempt-date", "") or whole.get("arrival-date", "")),
    )


def _address(field: str) -> str:
    """`rfc822; amara@example.org`, with what RFC 3461 §4 writes as +2B written back."""
    kind, _, value = field.partition(";")
    plain = value.strip().strip("<>")
    if kind.strip().lower() == "rfc822":
        plain = re.sub(r"\+([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), plain)
    return plain if "@" in plain else ""


def moment(date: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(date)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _line_with(told: str, status: str) -> str:
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    wanted = [line for line in lines if status and status in line] or [
        line for line in lines if _FAILED.search(line)
    ]
    return (wanted or lines or [""])[0]
