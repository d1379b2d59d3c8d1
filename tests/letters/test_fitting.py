"""What a box holds: lines break at blanks, then shrink, then a word breaks; the rest is refused and nothing is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.merging import layout_for
from kit.envelopes import most_rows, rows_of
from kit.fonts import TEXT
from kit.glyphs import width
from letters.fitting import MM_PER_POINT, DoesNotFit, fit
from letters.layouts import known, layout
from letters.slots import ADDRESS_LEADING, ADDRESS_SIZES

words = st.text(alphabet="aiwWmÄжщΩ-", min_size=1, max_size=30)
lines = st.lists(st.lists(words, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=8)


def fitted(of, *, wide=80.0, high=27.3):
    return fit(of, TEXT, wide=wide, high=high, sizes=ADDRESS_SIZES, leading=ADDRESS_LEADING)


@given(lines)
def test_nothing_is_cut_and_nothing_leaves_the_box(typed):
    try:
        found = fitted(typed)
    except DoesNotFit:
        assert rows_of(typed) > 6
        return
    assert "".join(found.lines).replace(" ", "") == "".join(typed).replace(" ", "")
    assert max(width(line, TEXT) for line in found.lines) * found.size * MM_PER_POINT <= 80
    assert len(found.lines) * found.size * ADDRESS_LEADING * MM_PER_POINT <= 27.3


@pytest.mark.parametrize("country", ["US", "GB", "FR", "CH", "DE"])
@given(typed=lines)
def test_what_staff_may_type_fits_the_layout_of_its_country(country, typed):
    if rows_of(typed) <= most_rows(country):
        box = layout(layout_for(country)).address
        fitted(typed, wide=box.width, high=box.height)


def test_a_word_that_fills_a_line_is_broken_between_letters_and_never_before_their_marks():
    name = "ä" * 60
    found = fitted([name])
    assert (found.size, len(found.lines)) == (8, 2)
    assert "".join(found.lines) == name
    decomposed = fitted(["a\u0308" * 60])
    assert not any(line.startswith("\u0308") for line in decomposed.lines)


def test_a_short_address_is_set_at_the_first_size():
    assert fitted(["Embassy", "1 Row"]).size == ADDRESS_SIZES[0]


def test_ten_lines_fit_no_window_and_are_refused():
    assert rows_of(["line"] * 10) > max(map(most_rows, ("US", "DE")))
    for page in known().values():
        if page.address.height < 30:
            with pytest.raises(DoesNotFit):
                fitted(["line"] * 10, wide=page.address.width, high=page.address.height)
