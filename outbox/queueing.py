"""Put messages into the outbox. Equal keys are one message, however often it is asked for."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import connection

from kit.mailboxes import mailbox_index
from kit.wake import wake
from outbox.kinds import Kind, kind_of
from outbox.models import Message, Suppression
from outbox.states import State, Stream

SUPPRESSED = "The address is on the suppression list."
ROWS_PER_STATEMENT = 1_000
SEND_TASK: dict[str, str] = {
    Stream.CONFIRMATION: "outbox.send_confirmations",
    Stream.LETTER: "outbox.send_letters",
    Stream.MAILING: "outbox.send_mailings",
}


@dataclass(frozen=True)
class Row:
    """One message of many. `due_at` None means now; `key` and `subject_ref` hold nothing personal."""

    key: str
    to: str
    values: Mapping[str, Any]
    due_at: datetime | None = None
    expires_at: datetime | None = None
    subject_ref: str = ""


def message_id(key: str) -> str:
    """The same key makes the same Message-ID (RFC 5322 §3.6.4), so a repeat can be recognised as one."""
    digest = hashlib.sha256(f"outcry message\0{key}".encode()).hexdigest()[:24]
    return f"<{digest}@{settings.OUTCRY_FROM_EMAIL.rpartition('@')[2]}>"


def enqueue(
    *,
    kind: str,
    key: str,
    to: str,
    values: Mapping[str, Any],
    now: datetime,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    subject_ref: str = "",
) -> tuple[Message, bool]:
    """Return the message and whether this call made it. Raise LookupError for an unknown kind."""
    index = mailbox_index(to)
    stopped = Suppression.objects.filter(address_index=index).exists()
    stream = kind_of(kind).stream
    message, created = Message.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "stream": stream,
            "message_id": message_id(key),
            "subject_ref": subject_ref,
            "recipient": to,
            "recipient_index": index,
            "values": dict(values),
            "state": State.SUPPRESSED if stopped else State.QUEUED,
            "reason": SUPPRESSED if stopped else "",
            "due_at": due_at or now,
            "expires_at": expires_at,
            "created_at": now,
        },
    )
    if created and message.due_at <= now and not stopped:
        wake(SEND_TASK[stream])
    return message, created


def enqueue_many(*, kind: str, rows: Iterable[Row], now: datetime) -> int:
    """Return how many messages are new. Two statements for every thousand rows, however they are split."""
    wanted, created = kind_of(kind), 0
    rest = iter(rows)
    while chunk := list(islice(rest, ROWS_PER_STATEMENT)):
        created += _insert(wanted, chunk, now)
    if created:
        wake(SEND_TASK[wanted.stream])
    return created


def _insert(kind: Kind, rows: list[Row], now: datetime) -> int:
    indexes = [mailbox_index(row.to) for row in rows]
    stopped = set(
        Suppression.objects.filter(address_index__in=set(indexes)).values_list("address_index", flat=True)
    )
    fields = [field for field in Message._meta.concrete_fields if not field.primary_key]
    common = Message(kind=kind.name, stream=kind.stream, created_at=now)
    constant = {
        field.name: field.get_db_prep_save(getattr(common, field.attname), connection) for field in fields
    }
    own = {field.name: field for field in fields}

    def parameters() -> Iterator[Any]:
        for row, index in zip(rows, indexes, strict=True):
            special: dict[str, Any] = {
                "key": row.key,
                "message_id": message_id(row.key),
                "subject_ref": row.subject_ref,
                "recipient": row.to,
                "recipient_index": index,
                "values": dict(row.values),
                "due_at": row.due_at or now,
                "expires_at": row.expires_at,
            }
            if index in stopped:
                special |= {"state": State.SUPPRESSED, "reason": SUPPRESSED}
            prepared = {
                name: own[name].get_db_prep_save(value, connection) for name, value in special.items()
            }
            yield from (constant | prepared).values()

    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    places = f"({', '.join(['%s'] * len(fields))})"
    with connection.cursor() as cursor:
        # Not bulk_create: Django splits it into 50 rows a statement on SQLite, and hides how many were new.
        cursor.execute(
            f"INSERT INTO {Message._meta.db_table} ({columns}) VALUES {', '.join([places] * len(rows))} "  # noqa: S608 -- our own names
            'ON CONFLICT ("key") DO NOTHING',
            list(parameters()),
        )
        return int(cursor.rowcount)
