import io

import pytest
import segno
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from kit import qr
from kit.fonts import letter_code

START = "HTTPS://OUTCRY.EXAMPLE/V/"
PATTERNS = {character: at for at, character in enumerate(letter_code.CHARACTERS)}
texts = st.text(alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", min_size=17, max_size=17)


def modules(lines):
    """The drawing taken apart again: rows of 0 and 1."""
    found = []
    for line in lines:
        for upper in (True, False):
            bits = ((PATTERNS[one] >> 2) if upper else (PATTERNS[one] & 3) for one in line)
            found.append([bit for pair in bits for bit in (pair >> 1, pair & 1)])
    return found


def test_the_lines_are_the_modules_of_the_code():
    code = segno.make(
        START + "7F3K92QD/ABCD1234", mode="alphanumeric", error=qr.ERROR, mask=qr.MASK, boost_error=False
    )
    drawn = modules(qr.rows(START + "7F3K92QD/ABCD1234"))
    size = len(code.matrix)
    assert [row[:size] for row in drawn[:size]] == [list(row) for row in code.matrix]
    assert {row[size] for row in drawn} == {0}
    assert set(drawn[size]) == {0}


@pytest.mark.parametrize("start", [START, "HTTP://127.0.0.1:8000/V/"])
@given(end=texts)
def test_a_code_made_from_patterns_is_the_code(start, end):
    drawn = qr.codes(start, 17).drawn(end)
    assert len(drawn) == len(list(drawn))
    assert list(drawn) == qr.rows(start + end)


@pytest.mark.parametrize("text", ["small letters", "Ä", "A" * 5000])
def test_what_no_code_holds_is_refused(text):
    with pytest.raises(qr.NotAlphanumeric):
        qr.rows(text)


def test_a_code_of_another_length_is_refused():
    with pytest.raises(qr.NotAlphanumeric, match="has 17 places, not 3"):
        list(qr.codes(START, 17).drawn("ABC"))


def test_the_font_is_the_one_that_is_drawn(tmp_path):
    letter_code.build(tmp_path / "font.ttf")
    tables = []
    for path in (letter_code.FILE, tmp_path / "font.ttf"):
        with TTFont(io.BytesIO(path.read_bytes())) as font:
            tables.append({tag: font.getTableData(tag) for tag in ("glyf", "hmtx", "cmap", "hhea", "OS/2")})
    assert tables[0] == tables[1]


def test_every_glyph_is_a_square_and_fills_its_line():
    with TTFont(letter_code.FILE) as font:
        assert {width for width, _left in font["hmtx"].metrics.values()} == {font["head"].unitsPerEm}
        assert (font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap) == (1000, 0, 0)
