"""Where lines end: Pango says where they may, and a line takes what its width allows."""

from itertools import pairwise

import pytest

from kit.fonts import FACES, FOLDER, TEXT
from letters.engine.breaking import breaks, broken, collapsed
from letters.engine.shaping import UNITS, CannotStamp, Setter

SETTER = Setter(FOLDER / FACES[TEXT[0]], 10 * UNITS, "en")


def _parts(text: str) -> list[str]:
    places = [0, *breaks(text, "en")]
    return [text[begin:end] for begin, end in pairwise(places)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("He is free.", ["He ", "is ", "free."]),
        ("a well-known man", ["a ", "well-", "known ", "man"]),
        ("5\u00a0km, 1,234.5 kg", ["5\u00a0km, ", "1,234.5 ", "kg"]),
        ("https://outcry.example/v", ["https://", "outcry.example/", "v"]),
        ("«so» — yes", ["«so» ", "— ", "yes"]),
        ("", [""]),
    ],
)
def test_a_line_may_end_where_unicode_says(text, parts):
    assert (_parts(text) or [""]) == parts


def test_a_line_takes_as_many_words_as_it_can_hold():
    width = SETTER.line("one two")[1]
    assert list(broken("one two three", SETTER, width + 1)) == ["one two", "three"]
    assert list(broken("one two three", SETTER, width - 1)) == ["one", "two", "three"]


def test_a_line_that_is_just_as_wide_as_it_may_be_is_in_doubt():
    with pytest.raises(CannotStamp, match="just as wide"):
        list(broken("one two three", SETTER, SETTER.line("one two")[1]))


def test_a_word_that_is_wider_than_a_line_is_refused():
    with pytest.raises(CannotStamp, match="wider than a line"):
        list(broken("a Donaudampfschifffahrt b", SETTER, SETTER.line("Donau")[1]))


def test_blanks_at_the_end_are_painted_and_must_have_room():
    width = SETTER.line("one")[1]
    assert list(broken("one ", SETTER, 2 * width)) == ["one "]
    with pytest.raises(CannotStamp, match="no room"):
        list(broken("one ", SETTER, width + 1))


def test_many_blanks_are_one_and_none_at_the_beginning():
    assert collapsed("  one   two ") == "one two "


def test_long_words_and_short_ones_fill_every_line_alike():
    # The search for the last place that fits goes in leaps; each line must be what one step at a time would find.
    text = " ".join(("i", "Wolf", "il", "teacher-and-friend", "a")[at * at % 5] for at in range(300))
    for width in (60, 140, 333):
        limit = width * UNITS
        lines = list(broken(text, SETTER, limit))
        assert " ".join(lines).replace("- ", "-") == text
        for line, after in pairwise(lines):
            longer = f"{line}{'' if line.endswith('-') else ' '}{_parts(after)[0].rstrip()}"
            assert SETTER.line(line)[1] < limit < SETTER.line(longer)[1]
