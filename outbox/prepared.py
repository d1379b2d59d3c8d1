"""Statements that a worker repeats for every window: on PostgreSQL parsed and planned once for a connection."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def in_database(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def rows(statement: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run one statement of ours with parameters by name, and return its rows."""
    connection.ensure_connection()
    with _cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def array(numbers: Iterable[int]) -> str:
    """Numbers as PostgreSQL writes an array. psycopg looks for a common type of a list, which takes longer than the cast."""
    return f"{{{','.join(map(str, numbers))}}}"


def _cursor() -> Any:
    # Behind a pooler of transactions the next statement may meet another server process, which has prepared nothing.
    if not is_postgresql() or connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]:
        return connection.cursor()
    cursor = _prepared_cursor_class()(connection.connection)
    if connection.connection.prepare_threshold is None:
        # Django switches preparing off; this many uses of any other statement do not switch it on.
        connection.connection.prepare_threshold = 1_000_000_000
        # Else PostgreSQL plans again each time, for what it thinks is a better plan: it takes longer than the statement.
        # Only prepared statements are concerned, and only ours are.
        cursor.execute("SET plan_cache_mode = force_generic_plan")
    # Django's own wrapper round it, so that faults and counts of statements are Django's.
    wrapped = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    return wrapped(cursor)


@cache
def _prepared_cursor_class() -> Any:
    from psycopg import Cursor  # not there on a machine with SQLite alone

    class Prepared(Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
            return super().execute(query, params, **{**more, "prepare": True})

    return Prepared
