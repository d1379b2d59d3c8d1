"""Write the whole of an installation into one sealed file, while it works: every row and every public picture, as of one moment.

Not in it: the key ring and outcry.env, which a thief of the file must not have; print files and handovers, which are made
again; what Redis holds, which is nothing that could be lost.
"""

import base64
from collections.abc import Iterator
from datetime import datetime
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files.storage import Storage, default_storage
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import BinaryField, ExpressionWrapper, F

from config.backup_file import Lines, fingerprint, writing

ROWS = 1_000
PIECE_BYTES = 48 * 1024


def back_up(path: Path, *, now: datetime) -> dict[str, int]:
    """Return {"rows": …, "files": …}. Memory is flat: one row and one piece at a time."""
    with writing(path) as lines, transaction.atomic(durable=True):
        if connection.vendor == "postgresql":
            # One moment for all tables; SQLite gives a transaction nothing else.
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        lines.put({"outcry": 1, "at": now.isoformat(), "migrations": migrations(), "ring": fingerprint()})
        done = {
            "rows": sum(_table(model, lines) for model in tables()),
            "files": sum(_file(name, lines) for name in stored(default_storage)),
        }
        lines.put({"end": done})
    return done


def tables() -> list[type[models.Model]]:
    """Every table of a model, also those between two, each after those that its rows point to.

    Not the one of migrations, which says what the others look like.
    """
    ours = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]
    order: TopologicalSorter[type[models.Model]] = TopologicalSorter()
    for model in ours:
        columns: list[Any] = list(model._meta.local_concrete_fields)
        to = {one.related_model._meta.concrete_model for one in columns if one.related_model}
        order.add(model, *(to - {model}))
    return list(order.static_order())


def migrations() -> list[list[str]]:
    return sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations())


def stored(storage: Storage, folder: str = "") -> Iterator[str]:
    """The names of all files, in their order."""
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}".lstrip("/") for name in sorted(names))
    for inner in sorted(folders):
        yield from stored(storage, f"{folder}/{inner}".lstrip("/"))


def _table(model: type[models.Model], lines: Lines) -> int:
    columns = model._meta.local_concrete_fields
    lines.put({"table": model._meta.label, "columns": [one.attname for one in columns]})
    # What is sealed is taken as it is: whoever backs up opens nothing.
    taken = [
        ExpressionWrapper(F(one.attname), output_field=BinaryField())
        if isinstance(one, BinaryField)
        else F(one.attname)
        for one in columns
    ]
    rows = model._base_manager.order_by("pk").values_list(*taken)
    many = 0
    for row in rows.iterator(chunk_size=ROWS):
        lines.put([_plain(value) for value in row])
        many += 1
    return many


def _plain(value: Any) -> Any:
    """As JSON can hold it; the column knows what it was (config/restoring.py)."""
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _file(name: str, lines: Lines) -> int:
    lines.put({"file": name})
    with default_storage.open(name) as file:
        while piece := file.read(PIECE_BYTES):
            lines.put(base64.b64encode(piece).decode())
    return 1
