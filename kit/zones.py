"""The time zone of a place, from its country and its town.

Which zones a country has is CLDR's knowledge (Babel). Where it has several, the town decides if a zone is named for it
(Almaty, New York), else the capital: that is where embassies and ministries are.
"""

from collections import defaultdict
from functools import lru_cache

from babel.core import get_global

from kit.clocks import zones

# Countries with several zones whose capital's is not to be guessed from the list.
CAPITALS = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",  # Canberra keeps Sydney's time
    "BR": "America/Sao_Paulo",  # ... and Brasília that of São Paulo
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "FM": "Pacific/Pohnpei",
    "GL": "America/Nuuk",
    "ID": "Asia/Jakarta",
    "KI": "Pacific/Tarawa",
    "KZ": "Asia/Almaty",  # Astana keeps Almaty's time
    "MH": "Pacific/Majuro",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PF": "Pacific/Tahiti",
    "PG": "Pacific/Port_Moresby",
    "PS": "Asia/Hebron",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",  # Washington keeps its time
    "UZ": "Asia/Tashkent",
}


def zone_of(country: str, city: str = "") -> str:
    """An IANA name; UTC where the country is not known. `country`: ISO 3166, two letters."""
    found = _by_country().get(country, {})
    if (named := found.get(_folded(city))) is not None:
        return named
    if country in CAPITALS:
        return CAPITALS[country]
    return next(iter(found.values()), "UTC")


@lru_cache(maxsize=1)
def _by_country() -> dict[str, dict[str, str]]:
    """{country: {town in the zone's name: zone}}."""
    known = set(zones())
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for zone, country in sorted(get_global("zone_territories").items()):
        if zone in known:
            found[country][_folded(zone.rpartition("/")[2])] = zone
    return found


def _folded(town: str) -> str:
    return town.strip().casefold().replace("_", " ")
