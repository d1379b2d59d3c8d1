"""How a dispatch stands, and what would help it: the forecast as it is, and as it would be with another pace.

Nothing here changes anything; what a dispatcher presses afterwards is in letters/setting_pace.py and letters/steering.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count

from campaigns.models import Contact
from kit.clocks import wall
from kit.languages import long_date
from kit.working_days import holiday_name
from letters.forecasting import NEVER, Queues, in_time, read
from letters.models import Dispatch, Letter, Pace
from letters.pacing import rhythm_of
from letters.rhythm import Rhythm
from letters.setting_pace import TOO_MANY
from letters.states import State

HOLIDAYS_AHEAD = 30  # days


@dataclass(frozen=True)
class Forecast:
    """`last` is when the last letter leaves; None where none waits."""

    last: datetime | None
    words: str
    is_in_time: bool


@dataclass(frozen=True)
class Outlook:
    """`needed` is the fewest letters an hour with which the last one leaves in time; None where none would do or is needed."""

    rhythm: Rhythm
    now: Forecast
    would_be: Forecast | None
    needed: int | None
    counts: list[tuple[str, int]]
    waiting: int
    takes_post: bool
    takes_mail: bool
    holidays: list[tuple[str, str]]
    starts: str
    ends: str


def outlook(dispatch: Dispatch, *, now: datetime, wanted: Rhythm | None = None) -> Outlook:
    """`dispatch` comes with its target. A constant number of queries; `wanted`: the rhythm that somebody considers."""
    pace = Pace.objects.filter(target=dispatch.target_id).first()
    rhythm = rhythm_of(dispatch.target, pace)
    numbers = dict(
        Letter.objects.filter(appeal=dispatch.appeal_id, target=dispatch.target_id)
        .order_by()
        .values_list("state")
        .annotate(count=Count("pk"))
    )
    usable = set(Contact.objects.usable().filter(target=dispatch.target_id).values_list("channel", flat=True))
    queues = read(targets=[dispatch.target_id], now=now)
    here = forecast(dispatch, queues, rhythm)
    return Outlook(
        rhythm=rhythm,
        now=here,
        would_be=forecast(dispatch, queues, wanted) if wanted else None,
        needed=None if here.is_in_time else _needed(dispatch, queues, rhythm),
        counts=[(str(state.label), numbers[state]) for state in State if state in numbers],
        waiting=sum(numbers.get(state, 0) for state in (State.FROZEN, State.READY, State.PARKED)),
        takes_post=Contact.Channel.POST in usable,
        takes_mail=Contact.Channel.EMAIL in usable,
        holidays=_holidays(rhythm, now),
        starts=local(dispatch.starts_at, dispatch.zone or rhythm.zone),
        ends=local(dispatch.ends_at, rhythm.zone) if dispatch.ends_at else "",
    )


def forecast(dispatch: Dispatch, queues: Queues, rhythm: Rhythm) -> Forecast:
    found = queues.forecasts({dispatch.target_id: rhythm})
    last = found.get((dispatch.target_id, dispatch.appeal_id))
    return Forecast(last, said(last, rhythm.zone), in_time(dispatch, last))


def said(last: datetime | None, zone: str) -> str:
    if last is None:
        return "No letter waits for a turn."
    return "Not within ten years." if last == NEVER else local(last, zone)


def local(moment: datetime, zone: str) -> str:
    """`Monday 23 November 2026, 09:00 (Europe/London)`: on the wall of the place, with its name."""
    there = wall(moment, zone)
    return f"{there:%A} {long_date(there.date(), 'en')}, {there:%H:%M} ({zone})"


def _needed(dispatch: Dispatch, queues: Queues, rhythm: Rhythm) -> int | None:
    """By halving: some fourteen forecasts, without a query."""

    def is_enough(per_hour: int) -> bool:
        faster = replace(rhythm, gap=timedelta(hours=1) / per_hour, per_day=0)
        return forecast(dispatch, queues, faster).is_in_time

    if not is_enough(TOO_MANY):
        return None
    low, high = 1, TOO_MANY
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle + 1, high)
    return low


def _holidays(rhythm: Rhythm, now: datetime) -> list[tuple[str, str]]:
    if rhythm.hours is None:
        return []
    first = rhythm.day_of(now)
    days = [first + timedelta(days=number) for number in range(HOLIDAYS_AHEAD)]
    named = [(day, holiday_name(day, rhythm.country)) for day in days]
    return [(long_date(day, "en"), name) for day, name in named if name]


def pace_words(rhythm: Rhythm) -> str:
    """`30 letters an hour, at most 200 a day, 09:00 to 17:00 on working days, Europe/London`."""
    per_hour = round(timedelta(hours=1) / rhythm.gap)
    parts: Sequence[str] = [
        f"{per_hour} letter{'s' if per_hour != 1 else ''} an hour",
        f"at most {rhythm.per_day} a day" if rhythm.per_day else "",
        f"{rhythm.hours.opens:%H:%M} to {rhythm.hours.closes:%H:%M} on working days"
        if rhythm.hours
        else "day and night",
        rhythm.zone,
    ]
    return ", ".join(part for part in parts if part)
