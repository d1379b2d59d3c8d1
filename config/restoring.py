"""Read a backup into an empty database: all of it in one transaction, or nothing. What it brings waits for a person (docs/adr/0012)."""

import base64
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from django.apps import apps
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, models, transaction

from config.backing_up import migrations, tables
from config.backup_file import NotABackup, fingerprint, reading
from kit.refusals import Refused
from letters.restored import wait_for_a_person
from rights import erasure_list

ROWS = 500
IN_MEMORY = 1024 * 1024
# What `migrate` puts into an empty database. It comes out of the backup instead, with the numbers that others refer to.
MADE_BY_MIGRATE = (
    "auth.Group_permissions",
    "auth.Permission",
    "auth.Group",
    "contenttypes.ContentType",
    "outbox.Switch",
)


def look(path: Path) -> dict[str, Any]:
    """Read all of it and change nothing; return its first line with "rows" and "files"."""
    lines = reading(path)
    first = last = next(lines)
    for line in lines:
        last = line
    if not isinstance(last, dict) or "end" not in last:
        raise NotABackup("The backup is not whole.")
    return {**first, **last["end"]}


@transaction.atomic(durable=True)
def restore(path: Path, *, erasures: Path | None, now: datetime) -> dict[str, int]:
    """Return {"rows": …, "files": …, "erased": …}: `erasures` lists who was erased since (rights/erasure_list.py). Refused where the database is not empty, or not as it was when the backup was made.

    Keys between tables are looked at where each table ends, or the server would keep millions of them in mind until the end.
    """
    if erasures is not None:
        erasure_list.read(erasures)  # before an hour's work
    lines = reading(path)
    _refuse_what_does_not_fit(next(lines))
    done, into = {"rows": 0, "files": 0}, _Nothing()
    for line in lines:
        if not isinstance(line, dict):
            into.take(line)
            continue
        rows, files = into.close()
        done["rows"] += rows
        done["files"] += files
        if "end" in line:
            if line["end"] != done or any(True for _more in lines):
                break
            _settle()
            erased = erasure_list.repeat(erasures, now=now) if erasures else 0
            wait_for_a_person(now=now)
            return {**done, "erased": erased}
        into = _Table(line) if "table" in line else _Stored(line["file"])
    raise NotABackup("The backup is not whole.")


def _refuse_what_does_not_fit(first: Any) -> None:
    if first.get("ring") != fingerprint():
        raise Refused("The index key of the key ring is another one. Put the ring of this backup in place.")
    if first.get("migrations") != migrations():
        raise Refused(
            "The backup was made by another version of Outcry. Install that one, restore, and update afterwards."
        )
    full = [one._meta.label for one in tables() if one._meta.label not in MADE_BY_MIGRATE]
    for label in full:
        if apps.get_model(label)._base_manager.exists():
            raise Refused(
                f"The database is not empty: there are rows of {label}. Restore into a new one, after migrate."
            )
    for label in MADE_BY_MIGRATE:
        apps.get_model(label)._base_manager.all().delete()


class _Nothing:
    def take(self, line: Any) -> None:
        raise NotABackup("The backup is not whole.")

    def close(self) -> tuple[int, int]:
        return 0, 0


class _Table(_Nothing):
    """Takes rows and inserts them by the hundred, as they are: what was sealed is not opened."""

    def __init__(self, line: dict[str, Any]) -> None:
        self._model = apps.get_model(line["table"])
        by_name = {one.attname: one for one in self._model._meta.local_concrete_fields}
        self._columns = [by_name[name] for name in line["columns"]]
        quote = connection.ops.quote_name
        names = ", ".join(quote(str(one.column)) for one in self._columns)
        places = ", ".join(["%s"] * len(self._columns))
        self._insert = f"INSERT INTO {quote(self._model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608 -- our own names
        self._rows: list[list[Any]] = []
        self._many = 0

    def take(self, line: Any) -> None:
        self._rows.append([_value(one, value) for one, value in zip(self._columns, line, strict=True)])
        if len(self._rows) >= ROWS:
            self._put()

    def close(self) -> tuple[int, int]:
        self._put()
        if connection.vendor == "postgresql":
            connection.check_constraints()
        return self._many, 0

    def _put(self) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(self._insert, self._rows)
        self._many += len(self._rows)
        self._rows.clear()


class _Stored(_Nothing):
    """Takes the pieces of a file. One that is there under its name stays: names of files are those of their content, or random."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._content = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 -- closed below

    def take(self, line: Any) -> None:
        self._content.write(base64.b64decode(line))

    def close(self) -> tuple[int, int]:
        with self._content:
            if not default_storage.exists(self._name):
                self._content.seek(0)
                default_storage.save(self._name, File(self._content))  # type: ignore[arg-type]  # the stubs know no spooled files
        return 0, 1


def _value(column: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column, models.BinaryField):
        return cast(Any, connection).Database.Binary(base64.b64decode(value))
    if isinstance(column, models.JSONField):
        return column.get_db_prep_save(value, connection)
    return column.get_db_prep_save(column.to_python(value), connection)


def _settle() -> None:
    """Let new rows be numbered after those that came."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)
