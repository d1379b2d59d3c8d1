"""What can be done to many rows at once: each act once, by a name that a worker finds it by.

HOLD = register(Act("letters.hold", "Held", hold_one, right="letters.release_letter"))
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model, QuerySet


@dataclass(frozen=True)
class Act:
    """`verb(row, by=…, now=…[, reason=…])` does it to one row or raises Refused. `right` is asked again where a worker does it.

    `words` say on the page before it what a row is; `joins` are the relations they read, so that ten rows cost one query.
    """

    name: str
    title: str
    verb: Callable[..., Any]
    right: str
    asks_why: bool = True
    words: Callable[[Any], str] = str
    joins: tuple[str, ...] = ()

    def on(self, row: Model, *, by: AbstractBaseUser, reason: str, now: datetime) -> None:
        why = {"reason": reason} if self.asks_why else {}
        self.verb(row, by=by, now=now, **why)

    def examples(self, rows: QuerySet, many: int) -> list[str]:
        """The first of them in words. Django's select_related() without a name would follow every relation."""
        found = rows.select_related(*self.joins) if self.joins else rows
        return [self.words(row) for row in found[:many]]

    def on_history(self, reason: str) -> str:
        """What the history of a row says; the row itself keeps its newest reason alone."""
        return f"{self.title}: {reason}" if reason else str(self.title)


_ACTS: dict[str, Act] = {}


def register(act: Act) -> Act:
    if act.name in _ACTS:
        raise ValueError(f"There are two acts {act.name}.")
    _ACTS[act.name] = act
    return act


def known(name: str) -> Act:
    """LookupError where a new version no longer has it."""
    return _ACTS[name]
