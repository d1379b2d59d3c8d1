"""Order the lines of an address as the destination's post expects them (UPU S42, country pages of the UPU).

The lines that staff typed stay as they are and come first; only postcode, city and country are placed.
"""

from collections.abc import Mapping
from typing import Any

# Elsewhere the postcode stands before the city on one line.
POSTCODE_BELOW_CITY = frozenset({"GB", "IE", "IN", "KZ", "RU", "UA"})
POSTCODE_AFTER_CITY = frozenset({"US", "CA", "AU", "NZ", "JP", "KR", "TH", "SG"})


def address_lines(recipient: Mapping[str, Any]) -> list[str]:
    """`recipient` as in the frozen letter; `country` (ISO code) may be missing. Country last, in capitals."""
    postcode, city, country = recipient["postcode"], recipient["city"], recipient.get("country", "")
    if country in POSTCODE_BELOW_CITY:
        places = [city, postcode]
    elif country in POSTCODE_AFTER_CITY:
        places = [f"{city} {postcode}"]
    else:
        places = [f"{postcode} {city}"]
    lines = [recipient["name"], *recipient["address_lines"], *places, recipient["country_line"].upper()]
    return [line.strip() for line in lines if line.strip()]
