from zoneinfo import available_timezones

import pytest
from babel.core import get_global

from kit.zones import CAPITALS, zone_of


@pytest.mark.parametrize(
    ("country", "city", "zone"),
    [
        ("GB", "London", "Europe/London"),
        ("CH", "Bern", "Europe/Zurich"),
        ("US", "Washington", "America/New_York"),
        ("US", "new york", "America/New_York"),
        ("US", "Los Angeles", "America/Los_Angeles"),
        ("KZ", "Astana", "Asia/Almaty"),
        ("KZ", "Aqtau", "Asia/Aqtau"),
        ("RU", "", "Europe/Moscow"),
        ("", "Atlantis", "UTC"),
    ],
)
def test_a_place_has_the_zone_of_its_town_or_of_its_capital(country, city, zone):
    assert zone_of(country, city) == zone


def test_every_country_with_several_zones_has_that_of_its_capital():
    """Except those without a government of their own: Antarctica, the outlying islands, and no country at all."""
    several: dict[str, int] = {}
    for zone, country in get_global("zone_territories").items():
        if zone in available_timezones():
            several[country] = several.get(country, 0) + 1
    assert {country for country, count in several.items() if count > 1} - set(CAPITALS) <= {
        "001",
        "AQ",
        "UM",
        "ZZ",
    }
    assert set(CAPITALS.values()) - available_timezones() == set()
