"""Turns by the clock of a place: hours, working days, and the two nights on which clocks are changed."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.refusals import Refused
from kit.working_days import is_working_day
from letters.rhythm import Cursor, Hours, Rhythm, hours_of, jittered, last_turn, runs, turns

NINE_TO_FIVE = Hours(time(9), time(17))
BERLIN = Rhythm(gap=timedelta(hours=1), hours=NINE_TO_FIVE, zone="Europe/Berlin", country="DE")
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Almaty", "Australia/Lord_Howe", "Africa/Cairo")


def at(*moment: int, zone: str = "Europe/Berlin") -> datetime:
    return datetime(*moment, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def first(rhythm: Rhythm, moment: datetime, count: int) -> list[datetime]:
    found, _cursor = turns(rhythm, Cursor(moment), until=moment + timedelta(days=60), most=count)
    return found


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("9-17", NINE_TO_FIVE),
        ("8:30 - 12:15", Hours(time(8, 30), time(12, 15))),
        ("09:00–17:00", NINE_TO_FIVE),
        ("always", None),
        (" Always ", None),
    ],
)
def test_hours_are_written_as_people_write_them(typed, hours):
    assert hours_of(typed) == hours


@pytest.mark.parametrize("typed", ["", "17-9", "9", "9-9", "9-25", "nine to five", "9:70-12"])
def test_hours_that_are_none_are_refused_with_an_example(typed):
    with pytest.raises(Refused, match=r"9-17 or 8:30-12:00, or always") as refused:
        hours_of(typed)
    assert refused.value.field == "hours"


def test_the_last_turn_of_a_day_is_before_the_office_closes_and_the_next_is_on_the_next_working_day():
    """Friday 27 November 2026; the week after it begins on the 30th."""
    assert first(BERLIN, at(2026, 11, 27, 15, 30), 4) == [
        at(2026, 11, 27, 15, 30),
        at(2026, 11, 27, 16, 30),
        at(2026, 11, 30, 9),
        at(2026, 11, 30, 10),
    ]


def test_christmas_is_no_day_for_letters_to_berlin():
    """24 December is a working day there, the 25th and 26th are not, the 27th is a Sunday."""
    assert first(BERLIN, at(2026, 12, 24, 16), 2) == [at(2026, 12, 24, 16), at(2026, 12, 28, 9)]


def test_weekends_are_those_of_the_country():
    """In Egypt Friday and Saturday."""
    cairo = Rhythm(gap=timedelta(hours=8), hours=NINE_TO_FIVE, zone="Africa/Cairo", country="EG")
    assert first(cairo, at(2026, 11, 26, 9, zone="Africa/Cairo"), 2) == [
        at(2026, 11, 26, 9, zone="Africa/Cairo"),
        at(2026, 11, 29, 9, zone="Africa/Cairo"),
    ]


def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_change():
    before, after = first(BERLIN, at(2027, 3, 25, 16), 2)
    assert (before, after) == (at(2027, 3, 25, 16), at(2027, 3, 30, 9))  # Easter is between them
    assert (before.hour, after.hour) == (15, 7)  # in UTC


def test_an_opening_that_the_clocks_skip_is_at_the_next_time_that_exists():
    night = Rhythm(gap=timedelta(minutes=30), hours=Hours(time(2, 30), time(4)), zone="Europe/Berlin")
    sunday = Rhythm(**{**night.__dict__, "country": "EG"})  # where Sunday is a working day
    assert first(sunday, at(2027, 3, 28, 0), 2) == [at(2027, 3, 28, 3, 30), at(2027, 3, 29, 2, 30)]


def test_of_an_opening_that_is_shown_twice_the_first_is_meant():
    night = Rhythm(
        gap=timedelta(minutes=30), hours=Hours(time(2, 30), time(2, 45)), zone="Europe/Berlin", country="EG"
    )
    (opening,) = first(night, at(2026, 10, 25, 0), 1)
    assert opening == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )  # 2:30 in summer time; the other one is 1:30 UTC


def test_a_day_has_no_more_turns_than_the_pace_allows_and_earlier_ones_count():
    two_a_day = Rhythm(
        gap=timedelta(hours=1), per_day=2, hours=NINE_TO_FIVE, zone="Europe/Berlin", country="DE"
    )
    monday = Cursor(at(2026, 11, 30, 12), date(2026, 11, 30), 1)
    found, cursor = turns(two_a_day, monday, until=at(2026, 12, 31, 0), most=4)
    assert found == [
        at(2026, 11, 30, 12),
        at(2026, 12, 1, 9),
        at(2026, 12, 1, 10),
        at(2026, 12, 2, 9),
    ]
    assert cursor == Cursor(at(2026, 12, 2, 10), date(2026, 12, 2), 1)


def test_what_takes_more_than_ten_years_is_never():
    one_a_day = Rhythm(gap=timedelta(hours=1), per_day=1)
    assert last_turn(one_a_day, Cursor(at(2026, 11, 30, 12)), 5_000) is None


RHYTHMS = st.builds(
    Rhythm,
    gap=st.integers(1, 7_200).map(lambda seconds: timedelta(seconds=seconds)),
    per_day=st.integers(0, 40),
    hours=st.none()
    | st.tuples(st.integers(0, 1_438), st.integers(1, 1_439)).map(
        lambda pair: Hours(
            time(*divmod(min(pair[0], pair[1] - 1), 60)), time(*divmod(max(pair[1], pair[0] + 1), 60))
        )
    ),
    zone=st.sampled_from(ZONES),
    country=st.sampled_from(["", "DE", "EG", "US"]),
    jitter=st.sampled_from([0.0, 0.3, 1.0]),
)
MOMENTS = st.integers(0, 3 * 366 * 86_400).map(
    lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@given(RHYTHMS, MOMENTS, st.integers(1, 60))
def test_every_turn_is_inside_the_hours_of_a_working_day_one_gap_after_the_other(rhythm, moment, count):
    found, _cursor = turns(rhythm, Cursor(moment), until=moment + timedelta(days=400), most=count)
    assert len(found) == count
    assert found[0] >= moment
    for earlier, later in pairwise(found):
        assert later - earlier >= rhythm.gap
    days = [turn.astimezone(ZoneInfo(rhythm.zone)) for turn in found]
    if rhythm.per_day:
        on = [day.date() for day in days]
        assert max(on.count(day) for day in on) <= rhythm.per_day
    if rhythm.hours:
        assert all(is_working_day(day.date(), rhythm.country) for day in days)
        # Where the clocks skip the opening, it is later than it says, never earlier.
        assert all(rhythm.hours.opens <= day.time() for day in days)


@given(RHYTHMS, MOMENTS, st.integers(1, 60))
def test_the_forecast_is_the_turn_that_will_be_given(rhythm, moment, count):
    found, _cursor = turns(rhythm, Cursor(moment), until=moment + timedelta(days=400), most=count)
    assert last_turn(rhythm, Cursor(moment), count) == found[-1]


@given(RHYTHMS, MOMENTS, st.lists(st.integers(0, 9), min_size=1, max_size=6))
def test_turns_in_many_ticks_are_those_of_one(rhythm, moment, portions):
    """Whatever a tick takes, and wherever it ends: no turn is given twice and none is lost."""
    until = moment + timedelta(days=400)
    at_once, _cursor = turns(rhythm, Cursor(moment), until=until, most=sum(portions))
    bit_by_bit: list[datetime] = []
    cursor = Cursor(moment)
    for portion in portions:
        found, cursor = turns(rhythm, cursor, until=until, most=portion)
        bit_by_bit += found
    assert bit_by_bit == at_once


@given(RHYTHMS, MOMENTS, st.text(max_size=8))
def test_chance_moves_a_turn_within_its_gap_and_its_hours(rhythm, moment, salt):
    run = next(islice(runs(rhythm, Cursor(moment)), 1))
    moved = jittered(rhythm, run.first, salt)
    assert run.first <= moved <= min(run.first + rhythm.gap * rhythm.jitter, run.ends)
    assert moved == jittered(rhythm, run.first, salt)
