"""What a piece of work costs the database, whatever the clock says; and rows enough for it to cost something."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import Model


def steps(what: Callable[[], object]) -> int:
    """How many steps SQLite's machine takes for the statements of this. Only SQLite counts them."""
    taken = 0

    def step() -> int:
        nonlocal taken
        taken += 1
        return 0

    connection.ensure_connection()
    connection.connection.set_progress_handler(step, 1)
    try:
        what()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return taken


def copies(row: Model, count: int, columns: Callable[[int], dict[str, Any]]) -> list[Any]:
    """Make `count` rows like this one but for `columns` of each; return them."""
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    same = {name: getattr(row, name) for name in names}
    made = [type(row)(**{**same, **columns(number)}) for number in range(count)]
    return type(row)._default_manager.bulk_create(made)
