"""Statements that a worker repeats for every window: on PostgreSQL parsed and planned once for a connection."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections


@cache
def is_postgresql() -> bool:
    """It is asked several times for each message, and a process has one kind of database."""
    return connection.vendor == "postgresql"


def in_database(moment: datetime) -> Any:
    """As a parameter: on PostgreSQL a text, which psycopg gives on as it is. Where a column does not say what it is, cast it."""
    return moment.isoformat() if is_postgresql() else connection.ops.adapt_datetimefield_value(moment)


def rows(statement: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run one statement of ours with parameters by name, and return its rows."""
    here = connections[DEFAULT_DB_ALIAS]
    here.ensure_connection()
    # Behind a pooler of transactions the next statement may meet another server process, which has prepared nothing.
    if here.vendor != "postgresql" or here.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]:
        with here.cursor() as cursor:
            cursor.execute(statement, parameters)
            return list(cursor.fetchall())
    own = _prepared_cursor(here.connection)
    # Django's own wrapper round it, so that faults and counts of statements are Django's.
    wrapped = here.make_debug_cursor(own) if here.queries_logged else here.make_cursor(own)
    wrapped.execute(statement, parameters)
    return list(wrapped.fetchall())


def array(numbers: Iterable[int]) -> str:
    """Numbers as PostgreSQL writes an array. psycopg looks for a common type of a list, which takes longer than the cast."""
    return f"{{{','.join(map(str, numbers))}}}"


def _prepared_cursor(driver: Any) -> Any:
    """The one of this connection of the driver; a new one for each statement would take longer than some statements."""
    if (cursor := getattr(driver, "outcry_prepared_cursor", None)) is None:
        cursor = driver.outcry_prepared_cursor = _prepared_cursor_class()(driver)
        if driver.prepare_threshold is None:
            # Django switches preparing off; this many uses of any other statement do not switch it on.
            driver.prepare_threshold = 1_000_000_000
            # Else PostgreSQL plans again each time, for what it thinks is a better plan: it takes longer than the statement.
            # Only prepared statements are concerned, and only ours are.
            cursor.execute("SET plan_cache_mode = force_generic_plan")
    return cursor


@cache
def _prepared_cursor_class() -> Any:
    from psycopg import Cursor  # not there on a machine with SQLite alone

    class Prepared(Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
            return super().execute(query, params, **{**more, "prepare": True})

    return Prepared
