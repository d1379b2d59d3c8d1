"""What a try ended with, and writing it down: one guarded statement and one piece of evidence for each.

A worker that was frozen and wakes after its lease finds its rows taken: the guard (its name, still
sending) makes it change none of them. Its evidence is kept all the same, for the person who decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.db import connection

from outbox import prepared
from outbox.claiming import BEGIN, begin, to_begin
from outbox.models import Attempt, Message
from outbox.prepared import in_database
from outbox.states import HOLD_IN_DOUBT, State
from outbox.transports.base import Answer, TransportError, enhanced

Outcome = Attempt.Outcome
# Minutes until the next try after the first, second, … temporary refusal: five days together
# (RFC 5321 §4.5.4.1 asks for at least four to five), then we give up.
GAPS = (1, 5, 15, 30, 60, 120, 240, 480, *[720] * 8, 489)
SHORT_GAP = timedelta(seconds=30)
DOUBT_GAP = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Result:
    """`untried` takes back the try that was counted when the message was begun."""

    message: Message
    outcome: str
    started_at: datetime
    ended_at: datetime
    state: str
    reason: str = ""
    due_at: datetime | None = None
    answer: str = ""
    code: int = 0
    queue_id: str = ""
    body_digest: str = ""
    untried: int = 0


def accepted(
    message: Message, answer: Answer, *, started_at: datetime, now: datetime, body_digest: str
) -> Result:
    return Result(
        message, Outcome.ACCEPTED, started_at, now, State.SENT,
        answer=answer.text, code=answer.code, queue_id=answer.queue_id, body_digest=body_digest,
    )  # fmt: skip


def refused(message: Message, error: TransportError, *, started_at: datetime, now: datetime) -> Result:
    """Decide what becomes of a message that a transport did not get rid of."""
    told: dict[str, Any] = {"answer": error.answer, "code": error.code}
    if error.unreached:
        return Result(
            message,
            Outcome.UNREACHED,
            started_at,
            now,
            State.QUEUED,
            error.answer[:300],
            now + SHORT_GAP,
            untried=1,
            **told,
        )
    if error.in_doubt:
        state, reason = in_doubt(message)
        return Result(message, Outcome.IN_DOUBT, started_at, now, state, reason, now + DOUBT_GAP, **told)
    said = f"{error.code} {error.answer}"[:200].strip()
    if error.permanent:
        return Result(
            message, Outcome.REFUSED, started_at, now, State.FAILED, f"Refused for good: {said}", **told
        )
    if message.tries >= len(GAPS):
        return Result(
            message,
            Outcome.DEFERRED,
            started_at,
            now,
            State.FAILED,
            f"Given up after five days: {said}",
            **told,
        )
    due_at = now + timedelta(minutes=GAPS[message.tries])
    return Result(
        message, Outcome.DEFERRED, started_at, now, State.QUEUED, f"Refused for now: {said}", due_at, **told
    )


def unwritten(message: Message, error: Exception, *, started_at: datetime, now: datetime) -> Result:
    """It could not be composed. The words of the error may hold an address, so only its class is kept."""
    reason = (
        f"It could not be written ({type(error).__name__}). Mend its kind or its values, then release it."
    )
    return Result(message, Outcome.UNWRITTEN, started_at, now, State.HELD, reason)


def in_doubt(message: Message) -> tuple[str, str]:
    """Nobody knows whether it left: a person looks for letters; others are repeated with the same Message-ID."""
    if message.stream in HOLD_IN_DOUBT:
        return State.HELD, f"It may have left: look in the mail server's log for {message.message_id}"
    return State.QUEUED, "It may have left; it is sent again under the same Message-ID."


_RECORD = """
UPDATE outbox_message SET state = %s, reason = %s, due_at = %s, sent_at = %s, server_answer = %s, queue_id = %s,
    body_digest = %s, tries = tries - %s, worker = '', lease_until = NULL, begun_at = NULL
WHERE id = %s AND worker = %s AND state = 'sending'
"""
_EVIDENCE = """
INSERT INTO outbox_attempt (message_id, started_at, ended_at, outcome, code, enhanced, answer)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
# The same on PostgreSQL for any number of results. = ANY beside the join: it finds the rows by their key whatever the
# planner thinks of how many rows a document holds.
_TOLD = """
WITH told AS MATERIALIZED (
    SELECT * FROM json_to_recordset(%(told)s) AS r(
        id bigint, state text, reason text, due_at timestamptz, sent_at timestamptz, answer text, queue_id text,
        body_digest text, untried integer, started_at timestamptz, ended_at timestamptz, outcome text,
        code smallint, enhanced text
    )
), recorded AS (
    UPDATE outbox_message AS m SET state = t.state, reason = t.reason, due_at = t.due_at, sent_at = t.sent_at,
        server_answer = t.answer, queue_id = t.queue_id, body_digest = t.body_digest, tries = m.tries - t.untried,
        worker = '', lease_until = NULL, begun_at = NULL
    FROM told AS t
    WHERE m.id = ANY(%(ids)s::bigint[]) AND m.id = t.id AND m.worker = %(worker)s
), evidence AS (
    INSERT INTO outbox_attempt (message_id, started_at, ended_at, outcome, code, enhanced, answer)
    SELECT id, started_at, ended_at, outcome, code, enhanced, answer FROM told
)
"""


def record(results: Sequence[Result], *, worker: str) -> None:
    """Write results down, in the caller's transaction. One statement or two, however many results."""
    if not results:
        return
    if prepared.is_postgresql():
        prepared.rows(f"{_TOLD} SELECT 1", _told(results, worker))
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            _RECORD,
            [
                (
                    result.state,
                    result.reason,
                    in_database(result.due_at or result.message.due_at),
                    in_database(result.ended_at) if result.state == State.SENT else None,
                    result.answer,
                    result.queue_id,
                    result.body_digest,
                    result.untried,
                    result.message.pk,
                    worker,
                )
                for result in results
            ],
        )
        cursor.executemany(
            _EVIDENCE,
            [
                (
                    result.message.pk,
                    in_database(result.started_at),
                    in_database(result.ended_at),
                    result.outcome,
                    result.code,
                    enhanced(result.answer),
                    result.answer,
                )
                for result in results
            ],
        )


def record_and_begin(
    results: Sequence[Result], messages: Sequence[Message], *, worker: str, now: datetime
) -> set[int]:
    """Write down the window before and begin the next; return the ids that are begun. One statement on PostgreSQL,
    which is a transaction of its own where the caller has none; elsewhere the caller's transaction holds them together.
    """
    if results and messages and prepared.is_postgresql():
        among, asked = to_begin(messages, worker=worker, now=now)
        statement = f"{_TOLD}, begun AS ({BEGIN.format(among=among)}) SELECT id FROM begun"  # noqa: S608 -- our own words
        return {row[0] for row in prepared.rows(statement, asked | _told(results, worker))}
    record(results, worker=worker)
    return begin(messages, worker=worker, now=now)


def _told(results: Sequence[Result], worker: str) -> dict[str, Any]:
    told = [
        {
            "id": result.message.pk,
            "state": result.state,
            "reason": result.reason,
            "due_at": result.due_at or result.message.due_at,
            "sent_at": result.ended_at if result.state == State.SENT else None,
            "answer": result.answer,
            "queue_id": result.queue_id,
            "body_digest": result.body_digest,
            "untried": result.untried,
            "started_at": result.started_at,
            "ended_at": result.ended_at,
            "outcome": result.outcome,
            "code": result.code,
            "enhanced": enhanced(result.answer),
        }
        for result in results
    ]
    return {
        "told": orjson.dumps(told).decode(),
        "ids": prepared.array(result.message.pk for result in results),
        "worker": worker,
    }
