"""Local clocks: a day and a time of somebody's wall clock become an instant, where there is exactly one that is meant."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones


class NoSuchTime(ValueError):
    """The clocks skipped this time when they were put forward; `later` is the wall time that the same instant has."""

    def __init__(self, later: datetime) -> None:
        super().__init__(f"The clocks skip this time; the next one is {later:%H:%M}.")
        self.later = later


def instant(wall: datetime, zone: str) -> tuple[datetime, bool]:
    """Return the instant in UTC of the naive `wall` in an IANA zone, and whether the clocks show that time twice.

    Of two, the first is meant: what closes must not close later than somebody expects. Raise NoSuchTime.
    """
    first = wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)
    second = wall.replace(tzinfo=ZoneInfo(zone), fold=1).astimezone(UTC)
    shown = first.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    if shown != wall:
        raise NoSuchTime(shown)
    return first, first != second


def wall(moment: datetime, zone: str) -> datetime:
    """The naive time on the wall of `zone` at an instant."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@lru_cache(maxsize=1)
def zones() -> tuple[str, ...]:
    """The zones that a person may choose: places and UTC, without the old names of IANA's backward file."""
    return (
        "UTC",
        *sorted(
            name
            for name in available_timezones()
            if "/" in name and not name.startswith(("Etc/", "SystemV/", "US/", "posix/", "right/"))
        ),
    )
