"""Read what a group's own Postfix writes down of our messages after it took them (postlogd(8), syslog's lines).

    Nov 22 09:00:01 mail postfix/smtp[812]: 4F2B11: to=<a@b.example>, relay=mx.b.example[192.0.2.1]:25, delay=1.2,
        delays=0.1/0/0.5/0.6, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 9A)

A line is about a message by the queue number that Postfix gave us when it took it, together with the recipient: queue
numbers are used again after a while. `sent` means that the next server took it, and is never called delivered.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from kit.mailboxes import mailbox_index
from outbox.bounce_kinds import failure_kind
from outbox.models import Message, Notice
from outbox.noting import News, note
from outbox.return_addresses import BOUNCE, messages_behind

Kind = Notice.Kind
# A queue number is given again, at the earliest, when the file in the queue is gone; tries end after five days.
LIVES = timedelta(days=7)
LINES_AT_ONCE = 2_000
LOCALTIME = Path("/etc/localtime")
_LINE = re.compile(
    r"^(?P<at>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S+) \S+ postfix(?:-[\w-]+)?/(?P<part>[\w/-]+)\[\d+\]: "
    r"(?P<queue>[0-9A-F]{6,}|[0-9A-Za-z]{10,20}): (?P<rest>.*)$"
)
_TO = re.compile(
    r"^to=<(?P<to>[^>]*)>, (?:orig_to=<(?P<orig>[^>]*)>, )?relay=(?P<relay>[^,]*), .*?dsn=(?P<dsn>[\d.]+), "
    r"status=(?P<status>\w+) \((?P<said>.*)\)$"
)
_FROM = re.compile(r"^from=<([^>]*)>")


@dataclass(frozen=True)
class Line:
    queue: str
    at: datetime
    to: str
    orig_to: str
    relay: str
    dsn: str
    status: str
    said: str
    tagged: int = 0  # our message, told by its return address when it entered the queue


def read(lines: Iterable[str], *, now: datetime) -> int:
    """Note what the lines say of our messages; return how many notices are new. Read twice, it is noted once."""
    noted, zone = 0, zone_of_this_machine()
    senders: dict[str, int] = {}  # queue number: our message, told by its return address
    chunk: list[Line] = []
    for text in lines:
        found = _LINE.match(text.rstrip("\n"))
        if found is None:
            continue
        if sender := _FROM.match(found["rest"]):
            behind = messages_behind(sender[1], purpose=BOUNCE)
            senders.pop(found["queue"], None)
            if behind:
                senders[found["queue"]] = behind[0]
        elif (to := _TO.match(found["rest"])) and (at := moment(found["at"], now=now, zone=zone)):
            chunk.append(
                Line(
                    found["queue"],
                    at,
                    to["to"],
                    to["orig"] or "",
                    to["relay"],
                    to["dsn"],
                    to["status"],
                    to["said"],
                    senders.get(found["queue"], 0),
                )
            )
        if len(chunk) >= LINES_AT_ONCE:
            noted, chunk = noted + _note(chunk, now), []
    return noted + _note(chunk, now)


def moment(stamp: str, *, now: datetime, zone: tzinfo) -> datetime | None:
    """A stamp of syslog has neither year nor zone: it is of `zone`, and never in the future (RFC 3164 §4.1.2)."""
    try:
        if stamp[0].isdigit():
            found = datetime.fromisoformat(stamp)
            return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
        this_year = now.astimezone(zone).year
        for year in (this_year, this_year - 1):
            naive = datetime.strptime(f"{year} {stamp}", "%Y %b %d %H:%M:%S")  # noqa: DTZ007 -- its zone is added below
            found = naive.replace(tzinfo=zone).astimezone(UTC)
            if found <= now + timedelta(days=1):
                return found
    except ValueError:
        return None
    return None


def zone_of_this_machine() -> tzinfo:
    """By which its log is written (tzset(3)). Not what the variable TZ says: Django sets that to the zone of the desk."""
    try:
        with LOCALTIME.open("rb") as file:
            return ZoneInfo.from_file(file)
    except (OSError, ValueError):
        return UTC


def _note(lines: list[Line], now: datetime) -> int:
    """Two queries to find the messages, and what noting takes, for any number of lines."""
    if not lines:
        return 0
    boxes = {line: {mailbox_index(name) for name in (line.to, line.orig_to) if name} for line in lines}
    known: dict[tuple[str, str], Message] = {}
    rows = Message.objects.filter(
        recipient_index__in=set().union(*boxes.values()), queue_id__in={line.queue for line in lines}
    )
    for row in rows.only("recipient_index", "queue_id", "sent_at"):
        known[row.queue_id, row.recipient_index] = row
    tagged = Message.objects.only("recipient_index", "sent_at").in_bulk({line.tagged for line in lines} - {0})
    news = []
    for line in lines:
        own = tagged.get(line.tagged)
        by_number = (known.get((line.queue, box)) for box in boxes[line])
        message = own or next((found for found in by_number if found and _is_its_time(found, line)), None)
        if message is not None and (one := _news(line, message, boxes[line])):
            news.append(one)
    return note(news, now=now)


def _is_its_time(message: Message, line: Line) -> bool:
    sent = message.sent_at
    return sent is not None and sent - timedelta(hours=1) <= line.at <= sent + LIVES


def _news(line: Line, message: Message, boxes: set[str]) -> News | None:
    match line.status:
        case "sent" | "deliverable":
            kind = Kind.PASSED_ON
        case "deferred":
            kind = Kind.DELAY
        case "bounced" | "undeliverable" | "expired":
            kind = Kind(failure_kind(line.dsn, line.said))
        case _:
            return None
    return News(
        message=message.pk,
        key=f"log:{line.queue}:{message.pk}:{line.at:%Y%m%dT%H%M%S}:{line.status}:{min(boxes, default='')[:12]}",
        kind=kind,
        source=Notice.Source.LOG,
        at=line.at,
        enhanced=line.dsn,
        said=line.said,
        reporter="" if line.relay == "none" else line.relay,
        of_recipient=message.recipient_index in boxes,
    )
