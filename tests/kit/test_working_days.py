from datetime import date

import pytest

from kit.working_days import holiday_name, is_working_day


@pytest.mark.parametrize(
    ("day", "country", "works"),
    [
        (date(2026, 11, 27), "GB", True),  # a Friday
        (date(2026, 11, 27), "EG", False),  # whose weekend is Friday and Saturday
        (date(2026, 11, 22), "GB", False),  # a Sunday
        (date(2026, 11, 22), "EG", True),
        (date(2026, 12, 25), "GB", False),
        (date(2026, 12, 25), "", True),
        (date(2026, 11, 22), "", False),
    ],
)
def test_offices_are_closed_at_their_weekend_and_on_their_holidays(day, country, works):
    assert is_working_day(day, country) is works


def test_a_holiday_has_a_name_and_a_sunday_has_none():
    assert holiday_name(date(2026, 12, 25), "GB") == "Christmas Day"
    assert holiday_name(date(2026, 11, 22), "GB") == ""
