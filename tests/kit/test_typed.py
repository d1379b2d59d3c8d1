import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from kit.typed import (
    BIDI_CONTROLS,
    MARKS,
    NAME_GRAPHEMES,
    TEXT_CHARACTERS,
    TEXT_LINES,
    clean_line,
    clean_name,
    clean_text,
    graphemes,
)
from tests.kit.names import NAMES


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_real_name_stays_as_it_was_typed(name):
    assert clean_name(name) == clean_text(name) == unicodedata.normalize("NFC", name) == name


def test_one_name_has_one_spelling_whatever_the_keyboard_sent():
    decomposed = unicodedata.normalize("NFD", "Nguyễn Thị Ánh")

    assert decomposed != "Nguyễn Thị Ánh"
    assert clean_line(decomposed) == "Nguyễn Thị Ánh"


def test_blanks_are_made_one_and_trimmed():
    assert clean_line("  Amara \u00a0\t Okafor\u3000") == "Amara Okafor"


@pytest.mark.parametrize("character", sorted(BIDI_CONTROLS))
def test_a_control_that_turns_text_round_is_refused(character):
    with pytest.raises(ValidationError) as caught:
        clean_line(f"Amara{character}Okafor")

    assert caught.value.code == "invisible"
    assert caught.value.messages == [
        f"This holds an invisible character (U+{ord(character):04X}). Please type it again without it."
    ]


@pytest.mark.parametrize(
    "character",
    [
        "\0",
        "\x1b",
        "\n",
        "\r",
        "\x85",
        "\u2028",
        "\u2029",
        "\ue000",
        "\ud800",
        "\uffff",
        "\xad",
        "\u2060",
        "\ufeff",
        "\ufff9",
        "\U000e0041",
    ],
)
def test_what_cannot_be_seen_is_not_part_of_a_line(character):
    with pytest.raises(ValidationError) as caught:
        clean_line(f"Amara{character}Bcc: chidi@mail.example")

    assert caught.value.code == "invisible"


def test_a_tower_of_accents_is_refused():
    with pytest.raises(ValidationError) as caught:
        clean_line("Z" + "\u0335" * 7 + "algo")

    assert caught.value.code == "marks"


@pytest.mark.parametrize(
    "nothing", ["...", "\u200b", "\u200d\u200c", "\u3164", "\u115f\u1160", "\u2800", "12 34", "\u0301", "😀"]
)
def test_a_name_of_which_nothing_can_be_read_is_refused(nothing):
    with pytest.raises(ValidationError) as caught:
        clean_name(nothing)

    assert caught.value.messages == ["Please type a name that can be read: it stands under the letter."]


def test_a_name_is_as_long_as_a_person_counts():
    family = "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}"

    assert graphemes(family) == 1
    assert graphemes("क्षि") == 1
    assert clean_line(family * 100) == family * 100
    with pytest.raises(ValidationError) as caught:
        clean_line(family * 101)
    assert caught.value.messages == ["Please use at most 100 characters."]


def test_lines_of_a_text_end_in_one_way():
    assert clean_text(" one\r\ntwo\rthree\n\nfour ") == "one\ntwo\nthree\n\nfour"


def test_a_text_has_room_and_an_end():
    assert clean_text("x" * TEXT_CHARACTERS) == "x" * TEXT_CHARACTERS
    assert clean_text("\n".join("x" * TEXT_LINES)) == "\n".join("x" * TEXT_LINES)
    with pytest.raises(ValidationError) as long:
        clean_text("x" * (TEXT_CHARACTERS + 1))
    with pytest.raises(ValidationError) as many:
        clean_text("\n".join("x" * (TEXT_LINES + 1)))
    assert (long.value.code, many.value.code) == ("long", "lines")


@given(st.text(max_size=120))
def test_a_line_is_clean_or_refused_and_cleaning_twice_changes_nothing(text):
    try:
        line = clean_line(text)
    except ValidationError:
        return

    assert clean_line(line) == line == unicodedata.normalize("NFC", line)
    assert not BIDI_CONTROLS & set(line)
    assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in line)
    assert len(line.splitlines()) <= 1


@given(st.text(max_size=300))
def test_a_text_is_clean_or_refused_and_cleaning_twice_changes_nothing(text):
    try:
        body = clean_text(text)
    except ValidationError:
        return

    assert clean_text(body) == body == unicodedata.normalize("NFC", body)
    assert "\r" not in body


LETTERS = st.characters(
    categories=["Lu", "Ll", "Lo", "Lt", "Lm", "Mn", "Mc", "Pd"], exclude_characters="\u115f\u1160\u3164\uffa0"
)


@given(st.text(LETTERS, min_size=1, max_size=100))
def test_letters_and_marks_of_any_script_are_never_refused_but_for_towers(text):
    name = unicodedata.normalize("NFC", "a" + text)
    if MARKS.search(name) or graphemes(name) > NAME_GRAPHEMES:
        return

    assert clean_name(name) == name
