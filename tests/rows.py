"""Rows of some tables as the database itself writes them, to be put back without Django in between."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection

Row = tuple[Any, ...]
# Sequences stand outside the transaction, and a test that restores a backup sets them back: numbers of rows put back are never given again.
PASS_BY = """
    SELECT setval(counter, GREATEST(highest, pg_sequence_last_value(counter)))
    FROM unnest(%s::text[], %s::text[], %s::bigint[]) held (name, key, highest),
    LATERAL (SELECT pg_get_serial_sequence(name, key)::regclass AS counter) its
    WHERE counter IS NOT NULL
"""


@cache
def keys() -> dict[str, str]:
    """Of each table the column of its primary key."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: str(model._meta.pk.column) for model in models if model._meta.managed}


@dataclass(frozen=True)
class Rows:
    """For each table its rows by primary key. On PostgreSQL a row is one text."""

    tables: dict[str, dict[Any, Row]]

    def since(self, before: "Rows") -> "Rows | None":
        """What came or changed since `before`; None where something went."""
        found = {}
        for table, rows in self.tables.items():
            old = before.tables[table]
            if old.keys() - rows.keys():
                return None
            if changed := {key: row for key, row in rows.items() if old.get(key) != row}:
                found[table] = changed
        return Rows(found)

    def put_back(self) -> None:
        """Each in place of one with its key. Foreign keys wait for the commit on both databases, so the order does not matter."""
        with connection.cursor() as cursor:
            for table, rows in self.tables.items():
                if connection.vendor == "sqlite":
                    marks = ", ".join(["%s"] * len(next(iter(rows.values()))))
                    insert = f'INSERT OR REPLACE INTO "{table}" VALUES ({marks})'  # noqa: S608 -- names of our own tables
                    cursor.executemany(insert, list(rows.values()))
                    continue
                texts = [row[0] for row in rows.values()]
                delete = f'DELETE FROM "{table}" WHERE "{keys()[table]}" = ANY(%s)'  # noqa: S608 -- the same
                insert = f'INSERT INTO "{table}" SELECT (one::"{table}").* FROM unnest(%s::text[]) one'  # noqa: S608 -- the same
                cursor.execute(delete, [list(rows)])
                cursor.execute(insert, [texts])
            if connection.vendor == "postgresql" and (last := self.last_numbers()):
                cursor.execute(PASS_BY, last)

    def last_numbers(self) -> list[list[Any]]:
        """Tables, the column of the key of each, and its highest number."""
        found = [(table, keys()[table], max(rows)) for table, rows in self.tables.items()]
        return [
            list(column) for column in zip(*(one for one in found if isinstance(one[2], int)), strict=True)
        ]


def rows_of(tables: Iterable[str]) -> Rows:
    return Rows({table: _rows(table) for table in tables})


def _rows(table: str) -> dict[Any, Row]:
    key = f'"{keys()[table]}"'
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # The plus keeps Python's sqlite3 from reading the column's type and making a date of it.
            cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')  # noqa: S608 -- names of our own tables
            columns = ", ".join(f'+"{name}"' for name, *_ in cursor.description)
            cursor.execute(f'SELECT {key}, {columns} FROM "{table}"')  # noqa: S608 -- names of our own tables
        else:
            cursor.execute(f'SELECT {key}, "{table}"::text FROM "{table}"')  # noqa: S608 -- names of our own tables
        return {row[0]: row[1:] for row in cursor.fetchall()}
