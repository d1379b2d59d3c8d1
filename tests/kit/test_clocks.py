"""A time that the clocks skip is refused, one that they show twice is the first of the two."""

from datetime import UTC, datetime

import pytest

from kit.clocks import NoSuchTime, instant, wall, zones

at = datetime.fromisoformat  # a clock on a wall, which knows no zone


def test_an_ordinary_time_is_one_instant():
    assert instant(at("2026-12-31T18:00"), "Asia/Almaty") == (
        datetime(2026, 12, 31, 13, 0, tzinfo=UTC),
        False,
    )


def test_a_time_that_the_clocks_skip_is_refused_with_the_next_one():
    with pytest.raises(NoSuchTime) as refused:
        instant(at("2027-03-28T02:30"), "Europe/Berlin")
    assert refused.value.later == at("2027-03-28T03:30")


def test_of_a_time_that_the_clocks_show_twice_the_first_is_meant():
    assert instant(at("2027-10-31T02:30"), "Europe/Berlin") == (
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        True,
    )


def test_the_wall_shows_what_was_typed():
    typed = at("2027-06-01T23:59")
    assert wall(instant(typed, "America/New_York")[0], "America/New_York") == typed


def test_zones_are_places_and_utc():
    assert {"UTC", "Asia/Almaty", "Europe/Berlin"} < set(zones())
    assert not [name for name in zones() if name.startswith("Etc/")]
