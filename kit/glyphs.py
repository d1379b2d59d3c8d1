"""What our fonts can draw, and how wide: read from the font files before anything is rendered."""

from functools import cache, lru_cache

import regex
from anyascii import anyascii

from kit.fonts import FACES, FOLDER, SMALL, TEXT

# Most names in Europe and the Americas: answered without opening a font file.
_SURELY_DRAWN = regex.compile(r"[ -~\u00a1-\u017f…]*")
_SIGN = regex.compile(r"[\p{So}\p{Sk}\p{Cf}]")


@lru_cache(maxsize=len(FACES))
def _advances(family: str) -> dict[int, float]:
    """Return code point -> advance width in em, for every character that the family has a glyph for."""
    from fontTools.ttLib import TTFont

    with TTFont(FOLDER / FACES[family], lazy=True) as font:
        em = font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        return {code: metrics[glyph][0] / em for code, glyph in font.getBestCmap().items()}


class _Widths(dict[str, float]):
    """Character -> advance in em, of the first family that has it; 1 for what none has."""

    def __missing__(self, character: str) -> float:
        return 1.0


@cache
def _widths(families: tuple[str, ...]) -> _Widths:
    found = _Widths()
    for family in reversed(families):
        found.update((chr(code), wide) for code, wide in _advances(family).items())
    return found


@cache
def _drawn(families: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_widths(families))


def missing(text: str, families: tuple[str, ...], *, besides: str = "") -> str:
    """Return the characters of `text` that none of the families can draw, each once, in order.

    A system font would step in for them, another one on every machine, or a box.
    """
    drawn = _drawn(families)
    if drawn.issuperset(text):
        return ""
    return "".join(one for one in dict.fromkeys(text) if one not in drawn and one not in besides)


def drawn_by(text: str, family: str) -> str:
    """Return the characters of `text` that the family has a glyph for."""
    return "".join(character for character in text if ord(character) in _advances(family))


def in_print(line: str) -> str:
    """A name or a place as a letter prints it: as it is typed, or in Latin letters where no font of letters draws a word.

    A guess, for the person to look at and to mend: many scripts write no vowels, and a Japanese name comes out as
    Chinese reads it. Better than a letter that nobody can print. What is no letter is left out.
    """
    # A hyphen of its own code divides words in letters, and is read as none (letters/finishing.py).
    return " ".join(filter(None, map(_word_in_print, line.replace("\u2010", "-").split(" "))))


def _word_in_print(word: str) -> str:
    if _SURELY_DRAWN.fullmatch(word) or not (missing(word, TEXT) or missing(word, SMALL)):
        return word
    latin = anyascii("".join(character for character in word if not _SIGN.match(character)))
    return latin[:1].upper() + latin[1:]


def width(text: str, families: tuple[str, ...]) -> float:
    """Return the width of one line in em: the sum of advances, without kerning, which mostly narrows."""
    return sum(map(_widths(families).__getitem__, text))
