"""The lines on an envelope stand in the order that the destination's post reads (UPU country pages)."""

import pytest

from kit.addresses import address_lines

OFFICE = {"name": "The Office", "address_lines": ["Old House", "1 Row"], "postcode": "12 345", "city": "Town"}


@pytest.mark.parametrize(
    ("country", "places"),
    [
        ("GB", ["Town", "12 345"]),
        ("RU", ["Town", "12 345"]),
        ("US", ["Town 12 345"]),
        ("DE", ["12 345 Town"]),
        ("", ["12 345 Town"]),
    ],
)
def test_postcode_and_city_stand_as_the_post_of_the_country_wants(country, places):
    inland = {**OFFICE, "country": country, "country_line": ""}
    assert address_lines(inland) == ["The Office", "Old House", "1 Row", *places]


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
