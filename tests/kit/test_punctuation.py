"""Quotation marks and blanks are those of the letter's language, and nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.fonts import SUBJECT, TEXT
from kit.glyphs import missing
from kit.languages import LETTER_LANGUAGES
from kit.punctuation import QUOTES, as_printed


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("en", "She said “No, ‘never’, we won’t” (“no”)."),
        ("de", "She said „No, ‚never‘, we won’t“ („no“)."),
        ("es", "She said «No, “never”, we won’t» («no»)."),
        ("fr", "She said «\u202fNo, “never”, we won’t\u202f» («\u202fno\u202f»)."),
        ("kk", "She said «No, „never“, we won’t» («no»)."),
        ("pl", "She said „No, «never», we won’t” („no”)."),
        ("ru", "She said «No, „never“, we won’t» («no»)."),
        ("tr", "She said “No, ‘never’, we won’t” (“no”)."),
        ("uk", "She said «No, „never“, we won’t» («no»)."),
    ],
)
def test_straight_marks_become_those_of_the_language(language, printed):
    assert as_printed("""She said "No, 'never', we won't" ("no").""", language) == printed


def test_marks_inside_marks_are_the_inner_ones():
    assert as_printed('"The article "On work" was banned."', "de") == "„The article ‚On work‘ was banned.“"


@pytest.mark.parametrize(
    "typed",
    [
        'a 5" pipe',
        'a "mark without its partner',
        "5' 3\"",
        "rock 'n' roll",
        "“already” ‘printed’",
        "12:30, https://outcry.example/?a=1;b",
        "-",
        "",
    ],
)
@pytest.mark.parametrize("language", ["en", "de", "ru"])
def test_what_is_not_plain_stays_as_it_was_typed(typed, language):
    assert as_printed(typed, language) == typed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Je demande : la liberté !", "Je demande\u202f: la liberté\u202f!"),
        ("Pourquoi?", "Pourquoi\u202f?"),
        ("« Oui »", "«\u202fOui\u202f»"),
        ('"Oui ?"', "«\u202fOui\u202f?\u202f»"),
        ("à 12:30, voir https://outcry.example/?a=1", "à 12:30, voir https://outcry.example/?a=1"),
        ("l'affaire d'Almaty", "l’affaire d’Almaty"),
    ],
)
def test_french_marks_keep_a_narrow_blank_that_does_not_break(typed, printed):
    assert as_printed(typed, "fr") == printed


def test_a_polish_word_of_one_letter_does_not_end_a_line():
    assert as_printed("Proszę o wolność i o pracę w Żanaozen.", "pl") == (
        "Proszę o\u00a0wolność i\u00a0o\u00a0pracę w\u00a0Żanaozen."
    )


def test_the_possessive_of_a_plural_has_an_apostrophe():
    assert as_printed("the workers' leader's case", "en") == "the workers’ leader’s case"


def test_a_dividing_hyphen_of_another_program_is_a_hyphen():
    assert as_printed("well\u2010known", "en") == "well-known"


@pytest.mark.parametrize("language", LETTER_LANGUAGES)
def test_every_mark_can_be_printed(language):
    marks = "".join(mark for pair in QUOTES[language] for mark in pair)
    assert missing(marks + "’\u00a0", TEXT) == missing(marks + "’\u00a0", SUBJECT) == ""


@given(
    st.text(alphabet="ab é«»„“”‘’\"' :;!?.-–(\u202f\u00a05\n", max_size=40), st.sampled_from(LETTER_LANGUAGES)
)
def test_what_was_printed_once_stays_and_no_letter_is_lost(typed, language):
    printed = as_printed(typed, language)
    assert as_printed(printed, language) == printed
    kept = {ord(mark): None for mark in "«»„“”‚‘’\"' \u202f\u00a0"}
    assert printed.translate(kept) == typed.translate(kept)
