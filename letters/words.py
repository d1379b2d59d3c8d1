"""The few words of ours on a letter, in the letter's language, and how its place and date are joined."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from kit.languages import long_date

LEFT_TO_RIGHT = "\u200e"  # a mark without width, which the fonts of letters know

# For each language: "Reference", and what stands between place and date.
_WORDS: dict[str, tuple[str, str]] = {
    "en": ("Reference", ""),
    "de": ("Zeichen", "den "),
    "es": ("Referencia", ""),
    "fr": ("Référence", "le "),
    "kk": ("Хат нөмірі", ""),
    "pl": ("Numer pisma", "dnia "),  # codespell:ignore numer
    "ru": ("Номер письма", ""),
    "tr": ("Mektup no.", ""),
    "uk": ("Номер листа", ""),
}


def reference_word(language: str) -> str:
    return _WORDS.get(language, _WORDS["en"])[0]


def place_and_date(place: str, day: date, language: str) -> str:
    """`Leeds, 22 November 2026`, `Köln, den 22. November 2026`; the date alone where the place is not known."""
    words = long_date(day, language)
    return f"{place}, {_WORDS.get(language, _WORDS['en'])[1]}{words}" if place else words


def in_order(line: str) -> str:
    """A number after an Arabic or Hebrew name would be drawn before it (UAX #9, rules W2 and N1); a mark holds its place."""
    turns = any(unicodedata.bidirectional(character) in {"R", "AL"} for character in line)
    return line.replace(",", f"{LEFT_TO_RIGHT},") if turns else line


def home(signer: Mapping[str, Any]) -> str:
    """What stands under the signer's name: where they live, as far as the letter says it."""
    lines = [*signer.get("address_lines", []), signer["town"], signer["country_name"]]
    return ", ".join(line for line in lines if line)
