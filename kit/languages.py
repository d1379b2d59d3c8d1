"""Languages that letters and pages are written in: code, own name, direction, dates, country names."""

from datetime import UTC, date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_date

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ug", "ur", "yi"})
LETTER_LANGUAGES = ("en", "ru", "kk", "uk", "de", "fr", "es", "pl", "tr")


def choices() -> list[tuple[str, str]]:
    return [(code, own_name(code)) for code in LETTER_LANGUAGES]


def own_name(code: str) -> str:
    return (Locale.parse(code).get_display_name(code) or code).capitalize()


def name_in(code: str, language: str) -> str:
    """`German`, `немецкий`, `Deutsch`: the name of language `code` as speakers of `language` say it."""
    return Locale.parse(code).get_display_name(language) or code


def direction(code: str) -> str:
    return "rtl" if code in RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=4096)
def long_date(day: date, language: str) -> str:
    """`22 November 2026`, `22. November 2026`, `22 ноября 2026 г.`"""
    # British order for English letters: embassies in Europe read 22/11, not 11/22.
    return format_date(day, format="long", locale={"en": "en_GB"}.get(language, language))


# `г.` and `р.` are written as words in running text, so that no sentence ends in two dots.
_YEAR = {"ru": ("г.", "года"), "uk": ("р.", "року")}


def day_in_a_sentence(day: date, language: str) -> str:
    """`22 November 2026`, `22 ноября 2026 года`: a date without a dot at its end, for a sentence that may end there."""
    short, word = _YEAR.get(language, (".", ""))
    words = long_date(day, language)
    return words.removesuffix(short) + word if words.endswith(short) else words


def long_moment(moment: datetime, language: str) -> str:
    """`22 November 2026, 22:44` in UTC, on a clock of 24 hours as all our languages write it."""
    there = moment.astimezone(UTC)
    return f"{long_date(there.date(), language)}, {there:%H:%M}"


def country_name(code: str, language: str) -> str:
    return Locale.parse(language).territories.get(code, code)
