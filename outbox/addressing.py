"""Address one message to each of many rows that the database has already: one statement, however many there are.

What a row and its message share is copied unopened: a sealed address does not depend on its row (kit/encryption.py), and
the index of its mailbox is made under the same key. All messages of one sort have the same values; what differs is read from
the key, and from when on it is due.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet, Value

from kit.wake import wake
from outbox.kinds import kind_of
from outbox.models import Message
from outbox.prepared import in_database
from outbox.queueing import SEND_TASK, SUPPRESSED
from outbox.states import State

# The Message-ID of outbox/queueing.py, made by the database. Django gives SQLite its functions; PostgreSQL has no
# character 0 in a text, so there it is bytes.
_HASH = {
    "postgresql": "encode(sha256('outcry message'::bytea || '\\x00'::bytea || convert_to({key}, 'UTF8')), 'hex')",
    "sqlite": "SHA256('outcry message' || char(0) || {key})",
}
_AFTER = {
    "postgresql": "%s::timestamptz + p.wait * interval '1 second'",
    "sqlite": "strftime('%%Y-%%m-%%d %%H:%%M:%%S', %s, '+' || p.wait || ' seconds')",
}
_ADDRESS = """
INSERT INTO outbox_message ("key", message_id, recipient, recipient_index, due_at, state, reason, "values", {columns})
WITH p(id, email, mailbox_index, wait, sort) AS ({people})
SELECT {key}, '<' || substr({hash}, 1, 24) || %s, p.email, p.mailbox_index, {due},
    CASE WHEN s.id IS NULL THEN %s ELSE %s END, CASE WHEN s.id IS NULL THEN '' ELSE %s END, {values}, {places}
FROM p LEFT JOIN outbox_suppression AS s ON s.address_index = p.mailbox_index
WHERE TRUE ON CONFLICT ("key") DO NOTHING
"""


def enqueue_to(
    people: "QuerySet[Any]",
    *,
    kind: str,
    prefix: str,
    values: Mapping[str, Any] | None = None,
    values_by: Mapping[str, Mapping[str, Any]] | None = None,
    now: datetime,
    due_at: datetime | None = None,
    subject_ref: str = "",
) -> int:
    """Return how many messages are new; the key of each is `prefix` and the row's id.

    `people`: rows with `email`, sealed, and `mailbox_index` (kit/mailboxes.py). Annotated with `wait`, whole seconds, each is
    due so long after `due_at` (or now). Annotated with `sort`, a word, each has the values of `values_by` that are its sort's.
    Raise LookupError for an unknown kind.
    """
    stream = kind_of(kind).stream
    message = Message(kind=kind, stream=stream, subject_ref=subject_ref, due_at=due_at or now, created_at=now)  # fmt: skip
    special = {
        *("id", "key", "message_id", "recipient", "recipient_index", "state", "reason", "due_at", "values"),
    }
    same = {
        str(field.column): field.get_db_prep_save(getattr(message, field.attname), connection)
        for field in Message._meta.concrete_fields
        if field.name not in special
    }
    same = {column: value for column, value in same.items() if value is not None}
    waits = "wait" in people.query.annotations
    rows = people if waits else people.annotate(wait=Value(0))
    sorts = values_by or {"": values or {}}
    rows = rows if values_by else rows.annotate(sort=Value(""))
    columns = ("pk", "email", "mailbox_index", "wait", "sort")
    chosen, parameters = rows.values_list(*columns).query.sql_with_params()
    sealed = Message._meta.get_field("values")
    own = [
        part
        for sort, said in sorts.items()
        for part in (sort, sealed.get_db_prep_save(dict(said), connection))
    ]
    key = "%s || p.id"
    statement = _ADDRESS.format(
        columns=", ".join(map(connection.ops.quote_name, same)),
        places=", ".join(["%s"] * len(same)),
        key=key,
        hash=_HASH[connection.vendor].format(key=f"({key})"),
        people=chosen,
        values=f"CASE p.sort {' '.join(['WHEN %s THEN %s'] * len(sorts))} END",
        due=_AFTER[connection.vendor] if waits else "%s",
    )
    domain = settings.OUTCRY_FROM_EMAIL.rpartition("@")[2]
    due = in_database(message.due_at)
    given = [prefix, prefix, f"@{domain}>", due, State.QUEUED, State.SUPPRESSED, SUPPRESSED, *own]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, *given, *same.values()])
        created = int(cursor.rowcount)
    if created:
        wake(SEND_TASK[stream])
    return created
