"""Take messages in hand so that no other worker has them, and say "about to send" before it is true.

claim    queued -> sending, for a whole batch, in one statement
begin    marks a chunk of the claim as begun; only what is begun may be handed to a mail server
give_back   what was claimed and not begun is queued again

The statements are written out because each must be one statement, on SQLite and on PostgreSQL, and
because a partial index is used only when its condition stands in the statement as a literal.
"""

import os
import secrets
import socket
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from kit.encryption import WrongKey
from outbox import prepared
from outbox.models import Message
from outbox.prepared import in_database
from outbox.states import BATCH, State

# Longer than a window can take: a third of it until no text begins any more (sending.py), and then what the transport
# gives to a window however slowly it is answered (settings.EMAIL_WINDOW_TIMEOUT).
LEASE = timedelta(minutes=5)

_NOT_PAUSED = "NOT EXISTS (SELECT 1 FROM outbox_switch AS s WHERE s.paused AND s.name IN ('everything', outbox_message.stream))"
_NOT_EXPIRED = "(expires_at IS NULL OR expires_at > %(now)s)"
# MATERIALIZED: PostgreSQL may otherwise run the subquery more than once and claim more than the limit. The array and the
# odd condition on the state leave it no way but by the key: with statistics of a time when nothing was queued it went
# through all that waits, for every claim.
_CLAIM = """
WITH due AS MATERIALIZED (
    SELECT id FROM outbox_message
    WHERE state = 'queued' AND stream = %(stream)s AND due_at <= %(now)s AND {not_expired} AND {not_paused}
    ORDER BY due_at, id LIMIT %(limit)s {skip_locked}
)
UPDATE outbox_message SET state = 'sending', worker = %(worker)s, lease_until = %(lease)s
WHERE id {among} AND state || '' = 'queued'
RETURNING {columns}
"""
BEGIN = f"""
UPDATE outbox_message SET begun_at = %(now)s, lease_until = %(lease)s, tries = tries + 1
WHERE {{among}} AND worker = %(worker)s AND {_NOT_EXPIRED} AND {_NOT_PAUSED}
AND NOT EXISTS (SELECT 1 FROM outbox_suppression AS s WHERE s.address_index = outbox_message.recipient_index)
RETURNING id
"""  # noqa: S608 -- our own words
# What a worker needs of a message; whatever else a kind asks for is loaded when it is asked.
_NEEDED = (
    "id", "kind", "stream", "key", "message_id", "subject_ref", "recipient", "recipient_index", "values",
    "due_at", "expires_at", "tries", "crashes",
)  # fmt: skip


def new_worker() -> str:
    """A name for one run of one process, never used again: two runs never mistake each other's rows."""
    return f"{socket.gethostname()[:40]}/{os.getpid()}/{secrets.token_hex(6)}"


def claim(*, stream: str, worker: str, now: datetime, limit: int | None = None) -> list[Message]:
    """Return the claimed messages, oldest due first. Those that cannot be opened are held and left out."""
    statement = _CLAIM.format(
        not_expired=_NOT_EXPIRED,
        not_paused=_NOT_PAUSED,
        # On SQLite the write lock of the statement itself keeps others out.
        skip_locked="FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else "",
        among="= ANY(ARRAY(SELECT id FROM due))" if prepared.is_postgresql() else "IN (SELECT id FROM due)",
        columns=", ".join(connection.ops.quote_name(name) for name in _NEEDED),
    )
    asked = {"stream": stream, "now": in_database(now), "limit": limit or BATCH[stream], "worker": worker}
    rows = prepared.rows(statement, asked | {"lease": in_database(now + LEASE)})
    messages, sealed = _read(rows)
    if sealed:
        Message.objects.filter(pk__in=sealed, worker=worker, state=State.SENDING).update(
            state=State.HELD,
            reason="It cannot be opened: the key ring holds no key for it.",
            worker="",
            lease_until=None,
        )
    return sorted(messages, key=lambda message: (message.due_at, message.pk))


def _read(rows: Sequence[tuple]) -> tuple[list[Message], list[int]]:
    """Rows to messages, each on its own: one that cannot be opened must not stop the batch."""
    compiler = Message.objects.all().query.get_compiler(connection=connection)
    fields = {field.name: field for field in Message._meta.concrete_fields}
    columns = [fields[name].get_col(Message._meta.db_table) for name in _NEEDED]
    converters = compiler.get_converters(columns)
    key = _NEEDED.index("id")
    messages, sealed = [], []
    alias = connection.alias
    for row in rows:
        try:
            converted = next(iter(compiler.apply_converters([row], converters)))
            messages.append(Message.from_db(alias, _NEEDED, converted))
        except WrongKey:
            sealed.append(row[key])
    return messages, sealed


def begin(messages: Sequence[Message], *, worker: str, now: datetime) -> set[int]:
    """Return the ids that are begun: still ours, not expired, not paused, not suppressed. Commit before sending."""
    if not messages:
        return set()
    among, asked = to_begin(messages, worker=worker, now=now)
    return {row[0] for row in prepared.rows(BEGIN.format(among=among), asked)}


def to_begin(messages: Sequence[Message], *, worker: str, now: datetime) -> tuple[str, dict[str, Any]]:
    """The condition that chooses `messages`, and all parameters of BEGIN."""
    asked = {"now": in_database(now), "lease": in_database(now + LEASE), "worker": worker}
    ids = [message.pk for message in messages]
    if prepared.is_postgresql():
        return "id = ANY(%(begin)s::bigint[])", asked | {"begin": prepared.array(ids)}
    named = {f"begin{number}": pk for number, pk in enumerate(ids)}
    return f"id IN ({', '.join(f'%({name})s' for name in named)})", asked | named


def give_back(messages: Sequence[Message], *, worker: str, due_at: datetime | None = None) -> int:
    """Queue again those that this worker has claimed and not begun; what is no longer ours stays as it is."""
    if not messages:
        return 0
    mine = Message.objects.filter(
        pk__in=[message.pk for message in messages], worker=worker, state=State.SENDING, begun_at=None
    )
    later = {"due_at": due_at} if due_at else {}
    return mine.update(state=State.QUEUED, worker="", lease_until=None, **later)
