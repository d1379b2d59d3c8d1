import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from kit.typed import BIDI_CONTROLS, TEXT_CHARACTERS, TEXT_LINES, clean_line, clean_text, graphemes

NAMES = [
    "Amara Okafor",
    "Жанар Өтегенқызы",
    "Мар'яна Щербак",
    "María-José Núñez y Peña",
    "Þórður Ægisson",
    "Łukasz Żółć",
    "Nguyễn Thị Ánh Tuyết",
    "Ὀδυσσεύς Ἐλύτης",
    "محمد عبد الله",
    "علی‌رضا میرزایی",  # ZWNJ between two parts of one Persian name
    "क्‍ष मिश्रा",  # ZWJ asks for the half form
    "王小明",
    "김정은",
    "さくら・ヴァレンティノ",
    "გიორგი ბერიძე",
    "Անուշ Հակոբյան",
    "O’Connor, Seán",
    "X Æ A-12",
    "’t Hooft",
    "שרה לוי",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_real_name_stays_as_it_was_typed(name):
    assert clean_line(name) == unicodedata.normalize("NFC", name) == name


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
    "character", ["\0", "\x1b", "\n", "\r", "\x85", "\u2028", "\u2029", "\ue000", "\ud800", "\uffff"]
)
def test_what_cannot_be_seen_is_not_part_of_a_line(character):
    with pytest.raises(ValidationError) as caught:
        clean_line(f"Amara{character}Bcc: chidi@mail.example")

    assert caught.value.code == "invisible"


def test_a_tower_of_accents_is_refused():
    with pytest.raises(ValidationError) as caught:
        clean_line("Z" + "\u0335" * 7 + "algo")

    assert caught.value.code == "marks"


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
