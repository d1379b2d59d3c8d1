"""Draw the font of QR codes: sixteen glyphs of two by two modules. `python -m kit.fonts.letter_code` writes its file.

A code that is text can be set, stamped and kept like every other line of a letter. The characters are the quadrants of
Unicode's block elements (U+2580 … U+259F), so that a code copied out of a PDF is still a code, in any terminal.
"""

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

FILE = Path(__file__).resolve().parent / "LetterCode-Regular.ttf"
# By pattern: 8 upper left, 4 upper right, 2 lower left, 1 lower right.
CHARACTERS = " ▗▖▄▝▐▞▟▘▚▌▙▀▜▛█"
EM, HALF = 1000, 500
BLEED = (
    10  # over the right and lower edge, a fiftieth of a module: or hairlines show between glyphs on a screen
)
_QUARTERS = ((8, 0, HALF), (4, HALF, HALF), (2, 0, 0), (1, HALF, 0))


def _glyph(pattern: int):
    pen = TTGlyphPen(None)
    for bit, left, bottom in _QUARTERS:
        if pattern & bit:
            pen.moveTo((left, bottom - BLEED))
            pen.lineTo((left, bottom + HALF))
            pen.lineTo((left + HALF + BLEED, bottom + HALF))
            pen.lineTo((left + HALF + BLEED, bottom - BLEED))
            pen.closePath()
    return pen.glyph()


def build(target: Path = FILE) -> None:
    names = [".notdef", *(f"quadrants{pattern:x}" for pattern in range(16))]
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(character): names[1 + at] for at, character in enumerate(CHARACTERS)})
    builder.setupGlyf({name: _glyph(max(0, at - 1)) for at, name in enumerate(names)})
    # The side bearing has to say where the outline begins: renderers shift a glyph by the difference (OpenType, hmtx).
    lefts = {name: getattr(builder.font["glyf"][name], "xMin", 0) for name in names}
    builder.setupHorizontalMetrics({name: (EM, left) for name, left in lefts.items()})
    builder.setupHorizontalHeader(ascent=EM, descent=0)
    builder.setupOS2(sTypoAscender=EM, sTypoDescender=0, usWinAscent=EM, usWinDescent=0)
    builder.setupNameTable(
        {
            "familyName": "Letter Code",
            "styleName": "Regular",
            "licenseDescription": "SIL Open Font License 1.1; drawn for Outcry",
        }
    )
    builder.setupPost()
    builder.updateHead(created=0, modified=0)  # the same bytes every day
    builder.font.recalcTimestamp = False
    builder.save(target)


if __name__ == "__main__":
    build()
