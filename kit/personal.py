"""What every table holds about people, whose it is, and when it goes: the one register that all else is driven by.

Each room has a file `personal.py` that declares its own models, column by column. The nightly forgetting, the page on which
supporters see and erase what is theirs (rights/), docs/privacy.md and the test that finds an undeclared column read it.

    declare(
        Supporter,
        Kept("email", whose=SUPPORTER, until="…", of=lambda person: …, over=lambda now: …),
        plain="email_index mailbox_index language",
    )
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.module_loading import autodiscover_modules

SUPPORTER, STAFF, DOCUMENTED, OFFICE, READER, PARTNER = (
    "supporters",
    "staff",
    "people whom a case documents",
    "offices",
    "readers",
    "partners",
)
# Columns in which anything can be written. Numbers, moments, choices and keys to other rows cannot name anybody.
WORDS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)


@dataclass(frozen=True)
class Person:
    """A supporter, and what to look for: their address and every name that they signed with."""

    pk: int
    email: str
    mailbox_index: str
    names: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word for word in (self.email, *self.names) if word)


@dataclass(frozen=True)
class Kept:
    """Columns of one model with one owner and one term.

    `until`: in words, for docs/privacy.md. `over`: the rows whose term has ended by now. `of`: the rows of one person.
    `also`: what else is written when the columns are emptied, because a rule of the table wants it.
    `whole_row`: the row is deleted instead. `quotes`: the columns stay, and only a person's own words are taken out of them.
    """

    columns: str
    whose: str
    until: str
    over: Callable[[datetime], QuerySet] | None = None
    of: Callable[[Person], QuerySet] | None = None
    also: Mapping[str, Any] = field(default_factory=dict)
    whole_row: bool = False
    quotes: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.columns.split())


@dataclass(frozen=True)
class Declared:
    model: type[models.Model]
    kept: tuple[Kept, ...]
    plain: frozenset[str]

    @property
    def named(self) -> set[str]:
        return {name for kept in self.kept for name in kept.names} | self.plain


_REGISTER: dict[type[models.Model], Declared] = {}
_NEEDED: dict[type[models.Model], list[Callable[[], Q]]] = {}
_BEFORE: dict[type[models.Model], list[Callable[[list[int], datetime], None]]] = {}


def declare(model: type[models.Model], *kept: Kept, plain: str = "") -> None:
    """`plain`: the columns of words that are about nobody. A room above may add what only it can find.

    Raise LookupError for a column that is not there.
    """
    before = _REGISTER.get(model, Declared(model, (), frozenset()))
    declared = Declared(model, before.kept + kept, before.plain | frozenset(plain.split()))
    unknown = declared.named - {one.name for one in model._meta.get_fields()}
    if unknown:
        raise LookupError(f"{model._meta.label} has no {', '.join(sorted(unknown))}.")
    _REGISTER[model] = declared


def needed_while(model: type[models.Model], condition: Callable[[], Q]) -> None:
    """A room above says which rows it still needs, whatever their term: a letter that has not left yet."""
    _NEEDED.setdefault(model, []).append(condition)


def not_needed(rows: QuerySet) -> QuerySet:
    for condition in _NEEDED.get(rows.model, ()):
        rows = rows.exclude(condition())
    return rows


def before(model: type[models.Model], verb: Callable[[list[int], datetime], None]) -> None:
    """Call `verb` with keys and the moment just before rows are emptied, in the same transaction."""
    _BEFORE.setdefault(model, []).append(verb)


def prepare(model: type[models.Model], keys: list[int], now: datetime) -> None:
    for verb in _BEFORE.get(model, ()):
        verb(keys, now)


def register() -> list[Declared]:
    """All that is declared, the rooms above first: what leans on a row is emptied before it."""
    autodiscover_modules("personal")
    order = {config.label: number for number, config in enumerate(apps.get_app_configs())}
    return sorted(_REGISTER.values(), key=lambda one: (-order[one.model._meta.app_label], one.model.__name__))


def undeclared() -> list[str]:
    """`room.Model.column` of each column of words that nobody has declared; proxies have none of their own."""
    named = {one.model: one.named for one in register()}
    return [
        f"{model._meta.label}.{column.name}"
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy
        for column in model._meta.local_concrete_fields
        if isinstance(column, WORDS)
        and not column.choices
        and not column.primary_key
        and column.name not in named.get(model, set())
    ]


def spellings(word: str) -> tuple[str, ...]:
    """As it is written and as JSON writes it, since some of Django's columns hold JSON with escapes (RFC 8259 §7).

    In capitals and without too: SQLite, and PostgreSQL in the locale C, know only ASCII's.
    """
    cases = (word, word.upper(), word.lower())
    return tuple(dict.fromkeys(written for case in cases for written in (case, json.dumps(case)[1:-1])))


def table() -> str:
    """The register as a table in Markdown, as it stands in docs/privacy.md."""
    lines = ["| what | columns | whose | until |", "|---|---|---|---|"]
    for one in sorted(register(), key=lambda one: one.model._meta.label):
        for kept in one.kept:
            columns = ", ".join(f"`{name}`" for name in kept.names)
            lines.append(f"| `{one.model._meta.label}` | {columns} | {kept.whose} | {kept.until} |")
    return "\n".join(lines) + "\n"
