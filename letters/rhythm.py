"""When a target's turns are: a pace an hour and a day, in office hours on working days, by the clock of its place.

Nothing here asks the database or the time. A turn is a moment at which one letter may leave; turns of a day begin with
the hours and stand one gap apart. Local times that the clocks skip are moved on to the next that exists; of a time
that is shown twice the first is meant (kit/clocks.py).
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from kit.clocks import NoSuchTime, instant, wall
from kit.refusals import Refused
from kit.working_days import is_working_day

ALWAYS = "always"
LONGEST = 3_700  # days that are looked ahead: ten years is never
_HOURS = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*[-–]\s*(\d{1,2})(?::(\d{2}))?")


@dataclass(frozen=True)
class Hours:
    """From `opens` to `closes` on the wall of the place, on its working days."""

    opens: time
    closes: time


def hours_of(typed: str) -> Hours | None:
    """`9-17` or `8:30-12:00`; None for `always`. Raise Refused with what is wrong."""
    if typed.strip().lower() == ALWAYS:
        return None
    found = _HOURS.fullmatch(typed.strip())
    try:
        if found is None:
            raise ValueError
        first, minute, last, and_minute = (int(part or 0) for part in found.groups())
        hours = Hours(time(first, minute), time(last, and_minute))
        if hours.opens >= hours.closes:
            raise ValueError
    except ValueError:
        raise Refused("Write office hours like 9-17 or 8:30-12:00, or always.", field="hours") from None
    return hours


@dataclass(frozen=True)
class Rhythm:
    """`per_day` 0 is no limit. `jitter` is the part of a gap, 0 to 1, by which a letter may leave later than its turn."""

    gap: timedelta
    per_day: int = 0
    hours: Hours | None = None
    zone: str = "UTC"
    country: str = ""
    jitter: float = 0.0

    def day_of(self, moment: datetime) -> date:
        return wall(moment, self.zone).date()


@dataclass(frozen=True)
class Cursor:
    """How far a target has come: the first moment that is free, and how many turns `day` has had."""

    at: datetime
    day: date | None = None
    given: int = 0


@dataclass(frozen=True)
class Run:
    """`room` turns on one day, from `first` on, all before `ends`."""

    day: date
    first: datetime
    ends: datetime
    room: int


def runs(rhythm: Rhythm, cursor: Cursor) -> Iterator[Run]:
    """The turns from a cursor on, a day at a time; ends after ten years."""
    day, free = rhythm.day_of(cursor.at), cursor.at
    for _ in range(LONGEST):
        opens, ends = _window(rhythm, day)
        first = max(opens, free) if opens else free
        if opens and first < ends:
            room = -(-(ends - first) // rhythm.gap)  # as many as begin before the end
            if rhythm.per_day:
                room = min(room, rhythm.per_day - (cursor.given if day == cursor.day else 0))
            if room > 0:
                yield Run(day, first, ends, room)
                free = first + room * rhythm.gap
        if day == date.max:
            return
        day += timedelta(days=1)


def turns(rhythm: Rhythm, cursor: Cursor, *, until: datetime, most: int) -> tuple[list[datetime], Cursor]:
    """Return at most `most` turns that are not after `until`, and the cursor behind them, at the next turn."""
    found: list[datetime] = []
    for run in runs(rhythm, cursor):
        if run.first > until or len(found) == most:
            return found, replace(cursor, at=run.first)
        fit = min(run.room, most - len(found), (until - run.first) // rhythm.gap + 1)
        found += [run.first + number * rhythm.gap for number in range(fit)]
        before = cursor.given if run.day == cursor.day else 0
        cursor = Cursor(run.first + fit * rhythm.gap, run.day, before + fit)
        if fit < run.room:
            break
    return found, cursor


def last_turn(rhythm: Rhythm, cursor: Cursor, count: int) -> datetime | None:
    """When the last of `count` letters has its turn; None when that is more than ten years away. `count` ≥ 1."""
    for run in runs(rhythm, cursor):
        if count <= run.room:
            return run.first + (count - 1) * rhythm.gap
        count -= run.room
    return None


def jittered(rhythm: Rhythm, turn: datetime, salt: str) -> datetime:
    """The turn, moved on by chance within its gap and its day; the same salt moves it by the same."""
    if not rhythm.jitter:
        return turn
    _opens, ends = _window(rhythm, rhythm.day_of(turn))
    chance = int.from_bytes(hashlib.sha256(salt.encode()).digest()[:4], "big") / 2**32
    return turn + min(rhythm.gap * rhythm.jitter, ends - turn) * chance


def begins(rhythm: Rhythm, day: date) -> datetime:
    """When this day begins in the zone of the place."""
    return _moment(rhythm, day, time.min)


def _window(rhythm: Rhythm, day: date) -> tuple[datetime | None, datetime]:
    """When turns of a day begin and end; None where it has none."""
    if rhythm.hours is None:
        midnight = begins(rhythm, day)
        return midnight, (begins(rhythm, day + timedelta(days=1)) if day < date.max else midnight)
    if not is_working_day(day, rhythm.country):
        return None, begins(rhythm, day)
    return _moment(rhythm, day, rhythm.hours.opens), _moment(rhythm, day, rhythm.hours.closes)


def _moment(rhythm: Rhythm, day: date, at: time) -> datetime:
    typed = datetime.combine(day, at)
    try:
        return instant(typed, rhythm.zone)[0]
    except NoSuchTime as skipped:
        return instant(skipped.later, rhythm.zone)[0]
