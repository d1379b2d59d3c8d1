"""What our fonts can draw, and how wide: read from the font files before anything is rendered."""

from collections.abc import Sequence
from functools import lru_cache

from kit.fonts import FACES, FOLDER


@lru_cache(maxsize=len(FACES))
def _advances(family: str) -> dict[int, float]:
    """Return code point -> advance width in em, for every character that the family has a glyph for."""
    from fontTools.ttLib import TTFont

    with TTFont(FOLDER / FACES[family], lazy=True) as font:
        em = font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        return {code: metrics[glyph][0] / em for code, glyph in font.getBestCmap().items()}


def missing(text: str, families: Sequence[str], *, besides: str = "") -> str:
    """Return the characters of `text` that none of the families can draw, each once, in order.

    A system font would step in for them, another one on every machine, or a box.
    """
    found: dict[str, None] = {}
    for character in text:
        if character not in besides and not any(ord(character) in _advances(family) for family in families):
            found[character] = None
    return "".join(found)


def width(text: str, families: Sequence[str]) -> float:
    """Return the width of one line in em: the sum of advances, without kerning, which mostly narrows."""
    return sum(
        next((_advances(family)[ord(c)] for family in families if ord(c) in _advances(family)), 1.0)
        for c in text
    )
