"""How rows stand in the trail: states, numbers, moments and keys as they are; words as keyed hashes.

A word may be somebody's name. Its hash says whether it changed, and whoever has the key ring can ask whether it was a certain one;
nothing can be read from it, and erasing a person changes no entry.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models

from kit.encryption import ring
from kit.sealed_fields import SealedBytesField, SealedJSONField, SealedTextField

SEALED = (SealedBytesField, SealedJSONField, SealedTextField)
DIGITS = 16
Values = dict[str, Any]


def name_of(model: type[models.Model], pk: Any) -> str:
    """A prisoner and a group are rows of one table, and have one name here."""
    return f"{(model._meta.concrete_model or model)._meta.label_lower} {pk}"


def digest(words: str) -> str:
    return ring().index(words, purpose="trail words")


def values_of(names: Iterable[str]) -> dict[str, Values]:
    """{"appeals.appeal 12": {"state": "open", …}} as the rows are now, with the keys of what they are linked to. One
    query for each model, and one for each kind of link of each row; a row that is gone is missing."""
    keys: dict[str, list[str]] = {}
    for name in names:
        label, _blank, pk = name.partition(" ")
        keys.setdefault(label, []).append(pk)
    found = {}
    for label, pks in keys.items():
        model = apps.get_model(label)
        links = [field for field in model._meta.many_to_many if _is_plain(field)]
        for row in model._base_manager.filter(pk__in=pks):
            found[name_of(model, row.pk)] = {
                field.attname: _told(field, getattr(row, field.attname))
                for field in model._meta.concrete_fields
                if not field.primary_key
            } | {
                field.name: sorted(map(str, getattr(row, field.name).values_list("pk", flat=True)))
                for field in links
            }
    return found


def _is_plain(field: Any) -> bool:
    """Whether the links have no rows of their own to tell of: the roles of a user, the calls of an appeal."""
    return bool(field.remote_field.through._meta.auto_created)


def changed(before: Values | None, after: Values | None) -> dict[str, list[Any]]:
    """{field: [before, after]}, of what differs; None before a row was there and after it is gone."""
    names = sorted({*(before or {}), *(after or {})})
    pairs = {name: [(before or {}).get(name), (after or {}).get(name)] for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _told(field: models.Field, value: Any) -> Any:
    if isinstance(value, memoryview):
        value = bytes(value)  # PostgreSQL's driver gives these
    if value is None or (value in ("", b"") and not isinstance(value, bool | int)):
        return None
    if isinstance(field, SEALED):
        return _hash(value)
    if isinstance(value, bool | int):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, timedelta | Decimal) or field.choices or field.is_relation:
        return str(value)
    return _hash(value)


def _hash(value: Any) -> str:
    return f"#{digest(repr(value))[:DIGITS]}"
