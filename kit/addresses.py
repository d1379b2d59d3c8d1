"""Order the lines of an address as the destination's post expects them (country pages of the Universal Postal Union).

The lines that staff typed stay as they are and come first; only postcode, city and country are placed.
"""

from collections.abc import Mapping
from typing import Any

# Elsewhere the postcode stands before the city on one line.
POSTCODE_BELOW_CITY = frozenset({"GB", "IE", "RU", "UA"})
POSTCODE_AFTER_CITY = frozenset({"US", "CA", "AU", "NZ", "IN", "SG", "TH"})


def address_lines(recipient: Mapping[str, Any]) -> list[str]:
    """`recipient` as in the frozen letter (appeals/merging.py). The country stands last, in capitals."""
    postcode, city, country = recipient["postcode"], recipient["city"], recipient["country"]
    if country in POSTCODE_BELOW_CITY:
        places = [city, postcode]
    elif country in POSTCODE_AFTER_CITY:
        places = [f"{city} {postcode}"]
    else:
        places = [f"{postcode} {city}"]
    lines = [recipient["name"], *recipient["address_lines"], *places, recipient["country_line"].upper()]
    return [line.strip() for line in lines if line.strip()]
