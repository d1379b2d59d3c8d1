"""Put messages into the outbox. Equal keys are one message, however often it is asked for."""

import hashlib
import json
from binascii import b2a_base64
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import connection

from kit.mailboxes import mailbox_index
from kit.wake import wake
from outbox import prepared
from outbox.kinds import Kind, kind_of
from outbox.models import Message, Suppression
from outbox.prepared import in_database, is_postgresql
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
    """Return how many messages are new. One statement for every thousand rows on
    PostgreSQL and two elsewhere, however they are split."""
    wanted, created = kind_of(kind), 0
    rest = iter(rows)
    while chunk := list(islice(rest, ROWS_PER_STATEMENT)):
        created += _insert(wanted, chunk, now)
    if created:
        wake(SEND_TASK[wanted.stream])
    return created


def _insert(kind: Kind, rows: list[Row], now: datetime) -> int:
    own = {field.name: field for field in Message._meta.concrete_fields}
    given = [
        {
            "key": row.key,
            "message_id": message_id(row.key),
            "subject_ref": row.subject_ref,
            "recipient": own["recipient"].get_prep_value(row.to),
            "recipient_index": mailbox_index(row.to),
            "values": own["values"].get_prep_value(dict(row.values)),
            "due_at": row.due_at or now,
            "expires_at": row.expires_at,
        }
        for row in rows
    ]
    common = Message(kind=kind.name, stream=kind.stream, created_at=now)
    special = {*given[0], "id", "state", "reason"}
    same = {
        str(field.column): field.get_db_prep_save(getattr(common, field.attname), connection)
        for name, field in own.items()
        if name not in special
    }
    return (_insert_document if is_postgresql() else _insert_values)(given, same)


_DOCUMENT = """
WITH given AS MATERIALIZED (
    SELECT * FROM json_to_recordset(%(given)s) AS r(
        key text, message_id text, subject_ref text, recipient text, recipient_index text, "values" text,
        due_at timestamptz, expires_at timestamptz
    )
), made AS (
    INSERT INTO outbox_message ("key", message_id, subject_ref, recipient, recipient_index, "values", due_at,
        expires_at, state, reason, {columns})
    SELECT g.key, g.message_id, g.subject_ref, decode(g.recipient, 'base64'), g.recipient_index,
        decode(g."values", 'base64'), g.due_at, g.expires_at,
        CASE WHEN s.id IS NULL THEN 'queued' ELSE 'suppressed' END,
        CASE WHEN s.id IS NULL THEN '' ELSE %(suppressed)s END, {places}
    FROM given AS g LEFT JOIN outbox_suppression AS s ON s.address_index = g.recipient_index
    ON CONFLICT ("key") DO NOTHING RETURNING 1
)
SELECT count(*) FROM made
"""


def _insert_document(given: list[dict[str, Any]], same: dict[str, Any]) -> int:
    """PostgreSQL takes all rows as one document, and looks for suppressed mailboxes in the same statement."""
    same = {
        column: value for column, value in same.items() if value is not None
    }  # NULL is what they are without
    document = json.dumps(
        [
            row
            | {
                "recipient": b2a_base64(row["recipient"], newline=False).decode(),
                "values": b2a_base64(row["values"], newline=False).decode(),
            }
            for row in given
        ],
        default=datetime.isoformat,
    )
    statement = _DOCUMENT.format(
        columns=", ".join(map(connection.ops.quote_name, same)),
        places=", ".join(f"%({name})s" for name in same),
    )
    found = prepared.rows(statement, {**same, "given": document, "suppressed": SUPPRESSED})
    return int(found[0][0])


def _insert_values(given: list[dict[str, Any]], same: dict[str, Any]) -> int:
    indexes = {row["recipient_index"] for row in given}
    stopped = set(
        Suppression.objects.filter(address_index__in=indexes).values_list("address_index", flat=True)
    )

    def parameters() -> Iterator[Any]:
        for row in given:
            is_stopped = row["recipient_index"] in stopped
            yield from (
                row
                | {name: row[name] and in_database(row[name]) for name in ("due_at", "expires_at")}
                | {
                    "state": State.SUPPRESSED if is_stopped else State.QUEUED,
                    "reason": SUPPRESSED if is_stopped else "",
                }
                | same
            ).values()

    names = [*given[0], "state", "reason", *same]
    columns = ", ".join(map(connection.ops.quote_name, names))
    places = f"({', '.join(['%s'] * len(names))})"
    with connection.cursor() as cursor:
        # Not bulk_create: Django splits it into 50 rows a statement on SQLite, and hides how many were new.
        cursor.execute(
            f"INSERT INTO {Message._meta.db_table} ({columns}) VALUES {', '.join([places] * len(given))} "  # noqa: S608 -- our own names
            'ON CONFLICT ("key") DO NOTHING',
            list(parameters()),
        )
        return int(cursor.rowcount)
