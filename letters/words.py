"""The few words of ours on a letter, in the letter's language, and how its place and date are joined."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kit.languages import long_date

LEFT_TO_RIGHT = "\u200e"  # a mark without width, which the fonts of letters know
# The blocks from Hebrew to Arabic, their presentation forms, and the planes beyond: most lines have none of them.
_MAY_TURN = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U0001efff]")


@dataclass(frozen=True)
class Words:
    reference: str
    code: str
    check: str  # how to check the letter, at {address}
    of_date: str = ""  # between place and date


_WORDS = {
    "en": Words(
        reference="Reference",
        code="Code",
        check="To check this letter, scan the square, or enter reference and code at {address}",
    ),
    "de": Words(
        reference="Zeichen",
        code="Code",
        check="Um diesen Brief zu prüfen: Quadrat scannen oder Zeichen und Code eingeben auf {address}",  # codespell:ignore oder
        of_date="den ",
    ),
    "es": Words(
        reference="Referencia",
        code="Código",
        check="Para comprobar esta carta, escanee el cuadrado o introduzca referencia y código en {address}",
    ),
    "fr": Words(
        reference="Référence",
        code="Code",
        check="Pour vérifier cette lettre, scannez le carré ou saisissez référence et code sur {address}",
        of_date="le ",
    ),
    "kk": Words(
        reference="Хат нөмірі",
        code="Код",
        check="Хатты тексеру үшін шаршыны сканерлеңіз немесе нөмірі мен кодын енгізіңіз: {address}",
    ),
    "pl": Words(
        reference="Numer pisma",  # codespell:ignore numer
        code="Kod",
        check="Aby sprawdzić to pismo, zeskanuj kwadrat lub wpisz numer i kod na {address}",  # codespell:ignore numer
        of_date="dnia ",
    ),
    "ru": Words(
        reference="Номер письма",
        code="Код",
        check="Чтобы проверить письмо, отсканируйте квадрат или введите номер и код на {address}",
    ),
    "tr": Words(
        reference="Mektup no.",
        code="Kod",
        check="Mektubu doğrulamak için kareyi tarayın ya da numarayı ve kodu girin: {address}",
    ),
    "uk": Words(
        reference="Номер листа",
        code="Код",
        check="Щоб перевірити лист, відскануйте квадрат або введіть номер і код на {address}",
    ),
}


def _of(language: str) -> Words:
    return _WORDS.get(language, _WORDS["en"])


def reference_word(language: str) -> str:
    return _of(language).reference


def code_word(language: str) -> str:
    return _of(language).code


def how_to_check(language: str, address: str) -> str:
    """`address` as a person types it, without the scheme."""
    return _of(language).check.format(address=address)


def place_and_date(place: str, day: date, language: str) -> str:
    """`Leeds, 22 November 2026`, `Köln, den 22. November 2026`; the date alone where the place is not known."""
    words = long_date(day, language)
    return f"{place}, {_of(language).of_date}{words}" if place else words


def in_order(line: str) -> str:
    """A number after an Arabic or Hebrew name would be drawn before it (UAX #9, rules W2 and N1); a mark holds its place."""
    if not _MAY_TURN.search(line):
        return line
    turns = any(unicodedata.bidirectional(character) in {"R", "AL"} for character in line)
    return line.replace(",", f"{LEFT_TO_RIGHT},") if turns else line


def sender(frozen: Mapping[str, Any], kind: str) -> list[str]:
    """The signer as a return line, or as a block of lines; `kind` is Layout.sender_is."""
    if kind == "line":
        return [in_order(frozen["sender_line"])]
    signer = frozen["signer"]
    lines = [signer["name"], *signer.get("address_lines", []), signer["town"], signer["country_name"]]
    return [line for line in lines if line]


def home(signer: Mapping[str, Any]) -> str:
    """What stands under the signer's name: where they live, as far as the letter says it."""
    lines = [*signer.get("address_lines", []), signer["town"], signer["country_name"]]
    return ", ".join(line for line in lines if line)
