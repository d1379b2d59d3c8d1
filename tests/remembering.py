"""Worlds of stories that are built once, with the verbs that staff use, and put back as rows ever after.

An open appeal costs two hundred statements, and some two thousand stories begin with one. `@remembered` stands on what builds such a world. The
first time it notes which tables are written, the second time the rows, and from the third time on it inserts them. That gives the
same database only where everything is as it was then. So it happens only

- inside the transaction of one test, which began on a database without stories (the root of all states),
- where nothing was written since but by what is remembered, in the same order: each remembered act leads from one state to
  the next, and any other statement that writes leads to none, in which everything is built for real,
- with the same arguments, settings, language and clock, which is the real one or stands still, in a test that has patched nothing.

What would have happened after the commit is put back as well.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import wraps
from itertools import count
from time import time_ns
from typing import Any, ParamSpec, TypeVar, cast

import pytest
from django.conf import UserSettingsHolder, settings
from django.db import connection, transaction
from django.db.models import Model
from django.utils import translation
from time_machine import escape_hatch

from tests.rows import Rows, keys, rows_of

P = ParamSpec("P")
T = TypeVar("T")
WRITES = re.compile(r'(?:INSERT(?: OR IGNORE)? INTO|(?<!DO )(?<!FOR )UPDATE|DELETE FROM)\s+"?(\w+)')
READS = re.compile(r"\s*(?:SELECT|SAVEPOINT|RELEASE SAVEPOINT)\b")
# What a migrated database holds before any story.
STANDING = {"auth_group", "auth_group_permissions", "auth_permission", "django_content_type", "outbox_switch"}
# Where files lie: each test that writes some has a folder of its own, and what is remembered writes none.
FOLDERS = {"STORAGES"}
PLAIN = (str, int, float, bool, type(None), date, timedelta)
ELSEWHERE = ""  # a statement that writes nobody knows where
ROOT = 0


class NotPlain(Exception):
    """An argument of which nobody can say whether it is the same as the last time."""


@dataclass
class Memory:
    """One act at one state: the state it leads to, how often it was seen, what it writes, and once they are known its rows."""

    state: int
    seen: int = 0
    tables: set[str] = field(default_factory=set)
    rows: Rows | None = None
    result: Any = None
    after_commit: list[tuple[Callable[[], object], bool]] = field(default_factory=list)


class Past:
    """What has happened in the transaction of the test that runs now. There is one in each process."""

    def __init__(self) -> None:
        self.memories: dict[tuple[Any, ...], Memory] = {}
        self.numbers = count(ROOT + 1)
        self.patches = pytest.MonkeyPatch()
        self.outermost: object | None = None
        self.state: int | None = None
        self.building: set[str] | None = None

    def begin(self, patches: pytest.MonkeyPatch) -> None:
        """A test begins, whose patches are these."""
        self.patches = patches
        if self.watch not in connection.execute_wrappers:
            connection.execute_wrappers.insert(0, self.watch)

    def watch(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        """An execute wrapper (Django's database instrumentation) that never leaves the connection."""
        if not READS.match(text := str(sql)):
            self.look_around()
            if self.building is None:
                self.state = None
            else:
                self.building.update(set(WRITES.findall(text)) & keys().keys() or {ELSEWHERE})
        return execute(sql, params, many, context)

    def look_around(self) -> None:
        """Notice that another transaction has begun."""
        outermost = connection.atomic_blocks[0] if connection.atomic_blocks else None
        if outermost is not self.outermost:
            self.outermost, self.state, self.building = outermost, ROOT, None

    def at(self) -> int | None:
        """The state in which everything stands, or None where it has to be built for real."""
        self.look_around()
        if self.watch not in connection.execute_wrappers:
            self.state = None  # nobody has watched what was written
        if self.outermost is None or self.building is not None or self.is_changed():
            return None
        if self.state == ROOT and not is_root():
            self.state = None
        return self.state

    def is_changed(self) -> bool:
        return bool(self.patches._setattr or self.patches._setitem)


PAST = Past()


def is_root() -> bool:
    with connection.cursor() as cursor:
        stories = (f'EXISTS(SELECT 1 FROM "{table}")' for table in sorted(keys().keys() - STANDING))  # noqa: S608 -- names of our own tables
        cursor.execute("SELECT " + " OR ".join(stories))
        return not cursor.fetchone()[0]


def plain(value: Any) -> Any:
    """An argument as something to compare. A row is known by its key: nothing was written since it was read."""
    if isinstance(value, Model):
        return value._meta.label, value.pk
    if isinstance(value, tuple | list):
        return tuple(map(plain, value))
    if isinstance(value, dict):
        return tuple((name, plain(one)) for name, one in sorted(value.items()))
    if not isinstance(value, PLAIN):
        raise NotPlain
    return type(value).__name__, repr(value)


def around() -> tuple[str, ...]:
    """What else an act may depend on: the language, the clock, and settings of this test."""
    return str(translation.get_language()), clock(), *overridden(settings._wrapped)


def clock() -> str:
    """Where time stands still, its moment. Real time goes on, and so do stories that name no moment; other travels are not remembered."""
    if not escape_hatch.is_travelling():
        return ""
    if (now := time_ns()) != time_ns():
        raise NotPlain
    return str(now)


def overridden(holder: Any) -> Iterator[str]:
    while isinstance(holder, UserSettingsHolder):
        yield from (
            f"{name}={value!r}"
            for name, value in sorted(vars(holder).items())
            if name.isupper() and name not in FOLDERS
        )
        holder = holder.default_settings


def remembered(build: Callable[P, T]) -> Callable[P, T]:
    """Stands on what builds a world: takes plain values and rows; returns a row, a list of rows or None."""

    @wraps(build)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        at = PAST.at()
        if at is None:
            return build(*args, **kwargs)
        try:
            key = (at, build.__module__, build.__name__, plain(args), plain(kwargs), *around())
        except NotPlain:
            return build(*args, **kwargs)
        memory = PAST.memories.setdefault(key, Memory(state=next(PAST.numbers)))
        if memory.rows is None:
            return cast(T, built(memory, build, args, kwargs))
        return cast(T, put_back(memory))

    return wrapped


def built(memory: Memory, build: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    """Build it for real, and note what is not known of it yet."""
    memory.seen += 1
    known = set(memory.tables)
    before = rows_of(known) if memory.seen > 1 and ELSEWHERE not in known else None
    waiting = len(connection.run_on_commit)
    PAST.building = memory.tables
    PAST.state = None
    try:
        result = build(*args, **kwargs)
    finally:
        PAST.building = None
    if ELSEWHERE not in memory.tables:
        PAST.state = memory.state
    if before is not None and memory.tables == known:
        memory.rows = rows_of(known).since(before)
        memory.result = pointer(result)
        memory.after_commit = [(entry[1], entry[2]) for entry in connection.run_on_commit[waiting:]]
    return result


def put_back(memory: Memory) -> Any:
    PAST.building = set()
    try:
        cast(Rows, memory.rows).put_back()
    finally:
        PAST.building = None
    PAST.state = memory.state
    for act, robust in memory.after_commit:
        transaction.on_commit(act, robust=robust)
    return read(memory.result)


def pointer(result: Any) -> Any:
    if isinstance(result, list):
        return [pointer(one) for one in result]
    return None if result is None else (type(result), result.pk)


def read(result: Any) -> Any:
    if isinstance(result, list):
        return [read(one) for one in result]
    return None if result is None else result[0]._base_manager.get(pk=result[1])
