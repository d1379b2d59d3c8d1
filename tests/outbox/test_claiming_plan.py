"""How the database finds what is due: by the small index of what waits, however much is finished and whatever it believes.

The statistics are the most misleading there are: taken while thousands are finished and nothing waits.
"""

import re
from typing import Any

import pytest
from django.db import connection

from outbox.claiming import claim
from outbox.models import Message
from outbox.queueing import Row, enqueue_many
from outbox.states import Stream
from tests.outbox.factories import NOW, a_message

FINISHED, WAITING = 4_000, 1_500
TYPES = {"limit": "bigint", "now": "timestamptz", "lease": "timestamptz"}
PLACE = re.compile(r"%\((\w+)\)s")


@pytest.fixture
def misled(db):
    one = a_message()
    Message.objects.filter(pk=one.pk).update(state="sent", sent_at=NOW)
    names = [field.column for field in Message._meta.concrete_fields if field.column not in {"id", "key"}]
    columns = ", ".join(map(connection.ops.quote_name, names))
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO outbox_message ("key", {columns}) WITH RECURSIVE n(i) AS '  # noqa: S608 -- our own names
            f"(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s) SELECT 'old:' || i, {columns} "
            "FROM n, outbox_message WHERE id = %s",
            [FINISHED, one.pk],
        )
        cursor.execute("ANALYZE outbox_message")
    rows = (Row(f"note:{number}", "amara@supporter.example", {}) for number in range(WAITING))
    enqueue_many(kind="note_mailing", rows=rows, now=NOW)


def test_a_claim_goes_through_neither_what_is_finished_nor_all_that_waits(misled):
    plan = _plan_of(lambda: claim(stream=Stream.MAILING, worker="one", now=NOW))
    if connection.vendor == "sqlite":
        assert [line for line in plan if "outbox_message" in line] == [
            "SEARCH outbox_message USING INTEGER PRIMARY KEY (rowid=?)",
            "SEARCH outbox_message USING INDEX message_due (stream=? AND due_at<?)",
        ]
        return
    ways = re.findall(r"(?:(Seq) Scan on|using|Bitmap Index Scan on) (\w+)", "\n".join(plan))
    assert [name or kind for kind, name in ways if "switch" not in name] == [
        "message_due",
        "outbox_message_pkey",
    ]


def _plan_of(run: Any) -> list[str]:
    """The plan of the one statement that `run` makes; on PostgreSQL planned once for all values, as workers have it."""
    seen: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        run()
    ((sql, params),) = seen
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            return [row[-1] for row in cursor.fetchall()]
        names = list(dict.fromkeys(PLACE.findall(sql)))
        numbered = PLACE.sub(lambda found: f"${names.index(found[1]) + 1}", sql)
        types = ", ".join(TYPES.get(name, "text") for name in names)
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        cursor.execute(f"PREPARE looked_at ({types}) AS {numbered}")
        cursor.execute(
            f"EXPLAIN EXECUTE looked_at ({', '.join(['%s'] * len(names))})", [params[name] for name in names]
        )
        plan = [row[0] for row in cursor.fetchall()]
        cursor.execute("DEALLOCATE looked_at")
        return plan
