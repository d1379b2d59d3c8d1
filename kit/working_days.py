"""On which days an office is likely to be open: not at the weekend of its country, not on its public holidays.

The calendars are those of the package `holidays`, for the whole country; where it knows none, Monday to Friday.
"""

from datetime import date
from functools import lru_cache

import holidays


@lru_cache(maxsize=256)
def _calendar(country: str, year: int) -> holidays.HolidayBase | None:
    try:
        return holidays.country_holidays(country, years=year, expand=False)
    except NotImplementedError:  # how the package says that it does not know a country
        return None


def is_working_day(day: date, country: str) -> bool:
    """`country`: ISO 3166, two letters, or empty. Weekends follow the country, moved working days as well."""
    calendar = _calendar(country, day.year) if country else None
    return calendar.is_working_day(day) if calendar is not None else day.weekday() < 5


def holiday_name(day: date, country: str) -> str:
    """What the day is called in English where there is a name, or ""."""
    calendar = _calendar(country, day.year) if country else None
    return str(calendar.get(day) or "") if calendar is not None else ""
