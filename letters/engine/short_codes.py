"""Short codes for the glyphs of a print file: one byte for those of ASCII letters, two bytes for all others.

A font's /Encoding says how many bytes of a string make a code, and which glyph each code is (ISO 32000-1, 9.7.5 and
9.7.6.2). WeasyPrint takes two bytes for every glyph. With one byte for most, what a letter has of its own is half as
long, and is deflated in half the time. Fonts, widths and glyphs stay what they are.

No code has a byte that would have to be escaped in a string (7.3.4.2): brackets and backslash have two bytes each, and
both are above 127.
"""

from collections.abc import Iterable, Mapping
from functools import cache

import uharfbuzz as hb

from kit.fonts import CODE, FACES, FOLDER
from kit.fonts.letter_code import CHARACTERS
from letters.engine.shaping import Writing, face_of
from letters.engine.shell import Font

# The glyphs of QR codes by the digits that kit.qr.Codes.digits gives.
DIGITS = "0123456789abcdef"
DRAWN = dict(zip(DIGITS, CHARACTERS, strict=True))
_ASCII = {chr(code): chr(code) for code in range(0x20, 0x7F) if chr(code) not in "()\\"}
_MOST = 100  # lines between begin… and end… in a CMap (9.7.5.4)
_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering ({ordering}) def /Supplement 0 def end def
/CMapName /{name} def
/CMapType {kind} def
2 begincodespacerange
<20> <7e>
<8080> <ffff>
endcodespacerange
{lines}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
NAME = "Outcry-Short"


@cache
def short(family: str) -> Mapping[int, str]:
    """Glyph -> its one-byte code."""
    font = hb.Font(face_of(FOLDER / FACES[family]))
    glyphs = {
        code: font.get_nominal_glyph(ord(character))
        for code, character in (DRAWN if (family,) == CODE else _ASCII).items()
    }
    return {glyph: code for code, glyph in glyphs.items() if glyph}


def writing(family: str) -> Writing:
    """Strings in this face's codes, as text of which each character is one byte."""
    known = short(family)

    def glyph(gid: int) -> str:
        return known.get(gid) or chr(0x80 + (gid >> 7)) + chr(0x80 + (gid & 0x7F))

    return Writing("(", ")", glyph)


def encoding(family: str) -> bytes:
    """The CMap from codes to glyphs (9.7.5.4)."""
    chars = [f"<{ord(code):02x}> {gid}" for gid, code in sorted(short(family).items())]
    count = face_of(FOLDER / FACES[family]).glyph_count
    # A range may differ in its last byte only (Adobe Technical Note 5014, begincidrange).
    ranges = [
        f"<{0x80 + high:02x}80> <{0x80 + high:02x}ff> {high << 7}" for high in range((count + 127) >> 7)
    ]
    lines = [*_listed("cidchar", chars), *_listed("cidrange", ranges)]
    return _CMAP.format(ordering="Identity", name=NAME, kind=1, lines="\n".join(lines)).encode("ascii")


def to_unicode(font: Font) -> bytes:
    """The text of each glyph (9.10.3), as the font says it, by our codes."""
    glyph = writing(font.family).glyph
    pairs = [f"<{glyph(gid).encode('latin-1').hex()}> <{text}>" for gid, text in font.texts]
    lines = "\n".join(_listed("bfchar", pairs))
    return _CMAP.format(ordering="UCS", name="Outcry-UCS", kind=2, lines=lines).encode("ascii")


def _listed(what: str, lines: list[str]) -> Iterable[str]:
    for at in range(0, len(lines), _MOST):
        part = lines[at : at + _MOST]
        yield from (f"{len(part)} begin{what}", *part, f"end{what}")
