"""Seal anew, under the first key of the ring, whatever is sealed under another one (docs/adr/0016).

Which values these are stands in the values themselves (kit/encryption.py), so that a run which was killed leaves no trace
but less to do. A value is replaced only where it still is what was read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.apps import apps
from django.db import connection, models, transaction

from kit.encryption import KEY_ID_BYTES, ring
from kit.sealed_fields import SealedBytesField, SealedJSONField, SealedTextField

AT_ONCE = 500
SEALED = (SealedTextField, SealedJSONField, SealedBytesField)


@dataclass(frozen=True)
class Column:
    model: type[models.Model]
    field: Any

    def __str__(self) -> str:
        return f"{self.model._meta.label}.{self.field.name}"

    @property
    def named(self) -> tuple[str, str, str]:
        """Table, column and key, quoted."""
        quote = connection.ops.quote_name
        keys = self.model._meta.pk
        return quote(self.model._meta.db_table), quote(str(self.field.column)), quote(str(keys.column))


def sealed_columns() -> list[Column]:
    return [
        Column(model, field)
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy
        for field in model._meta.local_concrete_fields
        if isinstance(field, SEALED)
    ]


def waiting(column: Column) -> int:
    """How many values of this column are sealed under another key than the first."""
    table, name, _key = column.named
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {_other_key(name)}", [_first()])  # noqa: S608 -- our own names
        return int(cursor.fetchone()[0])


def rotate(column: Column, *, at_once: int = AT_ONCE) -> Iterator[int]:
    """Yield after each transaction how many values were sealed anew; rows in the order of their keys."""
    last: Any = None
    while rows := _piece(column, last, at_once):
        last = rows[-1]
        yield len(rows)


@transaction.atomic
def _piece(column: Column, last: Any, many: int) -> list[Any]:
    """The keys of the rows that were sealed anew.

    Whoever writes one of them meanwhile waits for some milliseconds. We wait for nobody, so that two can never wait for
    each other: rows in another's hands are passed by, and found by the next run over the column.
    """
    table, name, key = column.named
    further = "" if last is None else f" AND {key} > %s"
    locked = " FOR NO KEY UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    as_binary = _as_binary
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, {name} FROM {table} WHERE {_other_key(name)}{further} ORDER BY {key} LIMIT %s{locked}",  # noqa: S608 -- our own names
            [_first(), *([] if last is None else [last]), many],
        )
        rows = [(pk, bytes(sealed)) for pk, sealed in cursor.fetchall()]
        cursor.executemany(
            f"UPDATE {table} SET {name} = %s WHERE {key} = %s AND {name} = %s",  # noqa: S608 -- our own names
            [(as_binary(ring().seal(ring().open(sealed))), pk, as_binary(sealed)) for pk, sealed in rows],
        )
    return [pk for pk, _sealed in rows]


def _other_key(name: str) -> str:
    return f"length({name}) > 0 AND substr({name}, 2, {KEY_ID_BYTES}) <> %s"


def _first() -> Any:
    return _as_binary(ring().current)


def _as_binary(plain: bytes) -> Any:
    return cast(Any, connection).Database.Binary(plain)
