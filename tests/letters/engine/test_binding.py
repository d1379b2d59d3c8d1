"""A print file paints what the single files of its letters paint, is written as it grows, and can be gone on with."""

import io
import shutil
import subprocess
import tracemalloc

import pypdf
import pytest
from PIL import ImageChops

from kit.fonts.letter_code import CHARACTERS
from letters.engine.alphabets import blocks_of
from letters.engine.binding import PrintFile
from letters.engine.shaping import CannotStamp
from letters.engine.shell import Shell
from letters.engine.short_codes import DIGITS
from letters.engine.stamping import stamp
from tests.letters.engine.bound import AMARA, BELA, bound, letter, single
from tests.letters.engine.painting import assert_paints_alike, fonts_of, painted
from tests.letters.engine.shells import LETTERS, compiled, lines_of, shell_of
from tests.letters.measuring import fonts_of as fonts_measured
from tests.letters.measuring import picture, raw_text_of


def qpdf(pdf: bytes, path) -> str:
    if not shutil.which("qpdf"):
        pytest.skip("qpdf reads the file: apt-get install qpdf")
    path.write_bytes(pdf)
    checked = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    return checked.stdout + checked.stderr


@pytest.mark.parametrize("name", LETTERS)
def test_each_page_paints_what_the_single_file_paints(name):
    added = letter(name)
    whole, alone = bound(added), single(*added)
    ours, theirs = painted(whole), painted(alone)
    assert len(ours) == len(theirs) == len(added[0].pages)
    for one, other in zip(ours, theirs, strict=True):
        assert_paints_alike(one, other)
        assert one.marked == []
        assert other.marked != []
    assert raw_text_of(whole) == raw_text_of(alone)
    for page in range(1, len(ours) + 1):
        assert ImageChops.difference(picture(whole, page), picture(alone, page)).getbbox() is None


def test_letters_of_two_languages_and_other_sheets_stand_in_the_order_in_which_they_were_added(tmp_path):
    cover = single(*letter("ru"))
    parts = [
        cover,
        letter("en", AMARA),
        None,
        letter("long", AMARA),
        letter("de", BELA),
        cover,
        letter("en", BELA),
    ]
    whole = bound(*parts)
    expected = [
        page
        for part in parts
        for page in ([None] if part is None else painted(part if isinstance(part, bytes) else single(*part)))
    ]
    pages = pypdf.PdfReader(io.BytesIO(whole)).pages
    assert len(pages) == len(expected) == 8
    assert [number for number, page in enumerate(pages) if "/Contents" not in page] == [2]
    assert str(pages[2].mediabox) == str(pages[0].mediabox)
    for number, theirs in enumerate(expected):
        if theirs is not None:
            alone = pypdf.PdfWriter()
            alone.add_page(pages[number])
            written = io.BytesIO()
            alone.write(written)
            assert_paints_alike(painted(written.getvalue())[0], theirs)
    assert "No syntax or stream encoding errors found" in qpdf(whole, tmp_path / "whole.pdf")
    assert set(fonts_measured(whole).values()) == {True}


@pytest.mark.parametrize("name", ["greek", "kk"])
def test_every_glyph_has_a_width_and_a_text(name):
    whole = bound(letter(name))
    fonts = {font.name: font for font in fonts_of(whole) if font.codes}
    assert {name.partition("+")[2] for name in fonts} == {"Letter-Serif", "Letter-Sans", "Letter-Code"}
    glyphs = [glyph for page in painted(whole) for glyph in page.glyphs if glyph.font in fonts]
    assert {glyph.font for glyph in glyphs} == set(fonts)
    for glyph in glyphs:
        assert glyph.gid in fonts[glyph.font].widths
        assert fonts[glyph.font].text[glyph.gid] != ""


def test_a_code_may_come_as_digits():
    shell, lines = letter("en")
    drawn, digits = dict(zip(DIGITS, CHARACTERS, strict=True)), lines["code"]
    rows, wide = shell.code_rows, len(shell.code_rows)
    whole = {name: line for name, line in lines.items() if name != "code"}
    for at, name in enumerate(rows):
        whole[name] = "".join(drawn[digit] for digit in digits[wide * at : wide * at + wide])
    assert bound((shell, lines)) == bound((shell, whole))
    assert stamp(shell, lines) == stamp(shell, whole)
    for wrong in (digits[1:], digits + "0", digits.replace("f", "g"), ""):
        with pytest.raises(CannotStamp):
            bound((shell, {**lines, "code": wrong}))
        with pytest.raises(CannotStamp):
            stamp(shell, {**lines, "code": wrong})


@pytest.mark.parametrize("wrong", ["امارا", "Amara 🕊"])
def test_what_cannot_be_stamped_leaves_no_trace(wrong):
    shell, lines = letter("long")
    out = io.BytesIO()
    file = PrintFile(out, title="Print batch 7", language="en")
    file.stamped(shell, lines)
    pages, before = file.pages, file.checkpoint()
    with pytest.raises(CannotStamp):
        file.stamped(shell, {**lines, "name-1": wrong})
    with pytest.raises(CannotStamp):
        file.stamped(shell, {name: line for name, line in lines.items() if name != "name-1"})
    assert (file.pages, file.checkpoint()) == (pages, before)
    file.close()
    assert out.getvalue() == bound((shell, lines))


def test_letters_that_the_shells_fonts_do_not_hold_are_not_stamped():
    shell = compiled(LETTERS["en"], blocks=blocks_of("Leeds"))
    lines = lines_of(LETTERS["en"])
    assert bound((shell, lines)) != b""
    with pytest.raises(CannotStamp):
        bound((shell, {**lines, "name-1": "Ольга"}))
    with pytest.raises(CannotStamp):
        stamp(shell, {**lines, "name-1": "Ольга"})


def test_operators_that_are_not_of_text_stay_where_they_are_among_the_slots():
    shell, lines = letter("en")
    page = shell.pages[0]
    pieces = list(page.pieces)
    at = next(number for number, piece in enumerate(pieces) if b"ET\n" in piece)
    pieces[at] = pieces[at].replace(b"ET\n", b"ET\nq\n0.5 0 0 0.5 10 10 cm\n10 20 30 40 re\nf\nQ\n", 1)
    other = Shell.from_bytes(shell.to_bytes())
    changed = type(page)(page.number, page.content, page.constant, tuple(pieces), page.holes)
    object.__setattr__(other, "pages", (changed,))
    ours, theirs = painted(bound((other, lines)))[0], painted(single(other, lines))[0]
    assert_paints_alike(ours, theirs)
    assert ("re", ("10", "20", "30", "40")) in [one[:2] for one in ours.others]
    assert ours.marked == []


def test_a_test_letters_mark_is_painted_under_each_text():
    marked = compiled(LETTERS["en"], mark="TEST")
    lines = lines_of(LETTERS["en"])
    assert_paints_alike(painted(bound((marked, lines)))[0], painted(single(marked, lines))[0])


def test_the_same_letters_are_the_same_bytes_and_others_have_another_name():
    one, same, other = (
        pypdf.PdfReader(io.BytesIO(bound(letter("en", signer)))) for signer in (AMARA, AMARA, BELA)
    )
    assert one.stream.read() == same.stream.read()
    assert one.trailer["/ID"] == same.trailer["/ID"] != other.trailer["/ID"]


def test_the_file_says_nothing_about_who_signed_it():
    whole = bound(letter("en", AMARA))
    reader = pypdf.PdfReader(io.BytesIO(whole))
    assert dict(reader.metadata) == {"/Title": "Print batch 7", "/Producer": "Outcry"}
    assert set(reader.trailer["/Root"]) == {"/Type", "/Pages", "/Lang", "/ViewerPreferences"}
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert b"Amara" not in whole
    # And where it ought to be it is.
    contents = reader.pages[0]["/Contents"]
    assert [b"Okafor" in one.get_object().get_data() for one in contents] == [False, True]


def test_a_letter_takes_few_bytes_and_fonts_are_there_once():
    few = bound(*(letter("en", AMARA, f"OC-{number:04}-AAAA") for number in range(10)))
    many = bound(*(letter("en", AMARA, f"OC-{number:04}-AAAA") for number in range(110)))
    assert (len(many) - len(few)) / 100 < 650
    assert many.count(b"/Length1 ") == len(
        [one for one in shell_of("en").objects if one.stream and b"/Length1" in one.head]
    )


class Counted(io.RawIOBase):
    """A disk: what is written is gone from memory."""

    written = 0

    def write(self, data) -> int:
        self.written += len(data)
        return len(data)


def test_nothing_is_kept_of_a_letter_but_where_it_is(monkeypatch):
    monkeypatch.setattr("letters.engine.thinning.LINES", 8)
    monkeypatch.setattr("letters.engine.shaping.WORDS", 8)
    shell = Shell.from_bytes(shell_of("en").to_bytes())  # with caches of its own, and no larger
    _, lines = letter("en", AMARA)
    out = Counted()
    file = PrintFile(out, title="Print batch 7", language="en")

    def add_letters(first: int, last: int) -> None:
        for number in range(first, last):
            file.stamped(shell, {**lines, "name-1": f"Amara {number:o}", "reference": f"Reference {number}"})

    add_letters(0, 1000)
    tracemalloc.start()
    try:
        add_letters(1000, 2000)
        held, _ = tracemalloc.get_traced_memory()
        add_letters(2000, 5000)
        more = tracemalloc.get_traced_memory()[0] - held
    finally:
        tracemalloc.stop()
    assert file.pages == 5000
    assert out.written > 5000 * 300
    # Two numbers of eight bytes, and blocks that wait to be written.
    assert more < 3000 * 32 + (1 << 18)
