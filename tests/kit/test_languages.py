from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from kit.languages import (
    LETTER_LANGUAGES,
    choices,
    country_name,
    day_in_a_sentence,
    direction,
    long_date,
    long_moment,
)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "22 November 2026"),
        ("de", "22. November 2026"),
        ("ru", "22 ноября 2026\u202fг."),
        ("kk", "2026\u202fж. 22 қараша"),
        ("fr", "22 novembre 2026"),
    ],
)
def test_a_letter_writes_its_date_as_its_language_does(language, words):
    assert long_date(date(2026, 11, 22), language) == words


def test_a_language_calls_itself_by_its_own_name():
    assert dict(choices())["ru"] == "Русский"
    assert dict(choices())["kk"] == "Қазақ тілі"
    assert [code for code, _ in choices()] == list(LETTER_LANGUAGES)


def test_a_country_has_a_name_in_each_language():
    assert (country_name("GB", "en"), country_name("DE", "ru"), country_name("KZ", "de")) == (
        "United Kingdom",
        "Германия",
        "Kasachstan",
    )


def test_a_code_without_a_name_stays_a_code():
    assert country_name("XX", "en") == "XX"


def test_text_runs_the_way_its_script_does():
    assert [direction(code) for code in ("en", "fa", "ar", "kk")] == ["ltr", "rtl", "rtl", "ltr"]


def test_a_moment_is_said_in_utc_whatever_zone_it_comes_in():
    late = datetime(2026, 11, 23, 0, 44, tzinfo=ZoneInfo("Europe/Berlin"))
    assert long_moment(late, "en") == "22 November 2026, 23:44"
    assert long_moment(late, "de") == "22. November 2026, 23:44"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "22 November 2026"),
        ("de", "22. November 2026"),
        ("kk", "2026\u202fж. 22 қараша"),
        ("ru", "22 ноября 2026\u202fгода"),
        ("uk", "22 листопада 2026\u202fроку"),
        ("hr", "22. studenoga 2026"),
    ],
)
def test_a_date_at_the_end_of_a_sentence_brings_no_dot_of_its_own(language, words):
    assert day_in_a_sentence(date(2026, 11, 22), language) == words
