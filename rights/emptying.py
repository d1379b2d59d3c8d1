"""Empty the columns that a register entry names, in the rows that it finds (kit/personal.py): one way for a night and for a person."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import BinaryField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from kit.personal import Declared, Kept, not_needed, prepare, spellings

AT_ONCE = 500
GONE = "…"
LONG = 5


def still_holding(kept: Kept, rows: QuerySet) -> QuerySet:
    """Those in which something of it is left."""
    if kept.whole_row:
        return rows
    holds = Q()
    for name in kept.names:
        holds |= _holds(rows.model._meta.get_field(name))
    return rows.filter(holds)


def empty(declared: Declared, kept: Kept, keys: list[Any], *, now: datetime) -> int:
    """Return how many rows were changed. In the caller's transaction."""
    rows = declared.model._base_manager.filter(pk__in=keys)
    if not kept.quotes:
        prepare(declared.model, keys, now)
    if kept.whole_row:
        rows.delete()
        return len(keys)
    columns = {name: _nothing(declared.model._meta.get_field(name)) for name in kept.names}
    return rows.update(**{**columns, **kept.also})


def take_out(declared: Declared, kept: Kept, keys: list[Any], *, words: Iterable[str]) -> int:
    """Leave the columns, without these words in them; return how many rows had one."""
    wanted = sorted({one for word in words for one in spellings(word)}, key=len, reverse=True)
    changed = 0
    for row in declared.model._base_manager.filter(pk__in=keys).only("pk", *kept.names):
        said = {name: getattr(row, name) for name in kept.names}
        without = {name: _without(text, wanted) for name, text in said.items()}
        if without != said:
            changed += declared.model._base_manager.filter(pk=row.pk).update(**without)
    return changed


def forget_over(declared: Declared, kept: Kept, *, now: datetime) -> Iterator[int]:
    """Empty what is over its term, some hundred rows in a transaction, in the order of their keys; yield how many each time."""
    last: Any = None
    while True:
        with transaction.atomic():
            rows = over(kept, now).order_by("pk")
            further = rows if last is None else rows.filter(pk__gt=last)
            found = list(further.values_list("pk", flat=True)[:AT_ONCE])
            if not found:
                return
            # Asked once more with their rows locked: somebody may have signed anew just now.
            held = rows.filter(pk__in=found).order_by().select_for_update(of=("self",))
            keys = list(held.values_list("pk", flat=True))
            done = empty(declared, kept, keys, now=now) if keys else 0
        last = found[-1]
        if done:
            yield done


def over(kept: Kept, now: datetime) -> QuerySet:
    if kept.over is None:
        raise LookupError(f"{kept.columns} has no term.")
    return still_holding(kept, not_needed(kept.over(now)))


def _without(text: str, words: list[str]) -> str:
    """In capitals or not; a short name only where it stands by itself, or it would be found in other words."""
    for word in words:
        wanted = re.escape(word) if len(word) >= LONG else rf"(?<!\w){re.escape(word)}(?!\w)"
        text = re.sub(wanted, GONE, text, flags=re.IGNORECASE)
    return text


def _holds(column: Any) -> Q:
    if isinstance(column, models.BinaryField):
        # Sealed columns can be asked for nothing but how long they are.
        as_bytes = ExpressionWrapper(F(column.name), output_field=BinaryField())
        return Q(GreaterThan(Length(as_bytes), 0))
    if column.is_relation or column.null:
        return Q(**{f"{column.name}__isnull": False})
    return ~Q(**{column.name: _nothing(column)})


def _nothing(column: Any) -> Any:
    if column.is_relation or column.null:
        return None
    return column.get_default() if isinstance(column, models.JSONField) else getattr(column, "empty", "")
