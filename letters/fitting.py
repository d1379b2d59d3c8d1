"""Fit lines into a box of millimetres: break at blanks first, then shrink to a stated smallest size.

Nothing is cut and nothing overlaps: a word that is wider than its box at the smallest size is broken between two
of its characters, and what still does not fit is refused (DoesNotFit).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from kit.envelopes import broken
from kit.glyphs import width

MM_PER_POINT = 25.4 / 72
# Kerning may widen a line by a hair against the sum of advances.
SAFETY = 1.02
_GRAPHEME = regex.compile(
    r"\X"
)  # what a reader counts as one character (UAX #29): never a letter without its marks


class DoesNotFit(Exception):
    """The text is too long for its box even at the smallest size."""


@dataclass(frozen=True)
class Fitted:
    size: float  # points
    lines: Sequence[str]


def fit(
    lines: Sequence[str],
    families: tuple[str, ...],
    *,
    wide: float,
    high: float,
    sizes: Sequence[float],
    leading: float,
    unbroken: Sequence[float] = (),
) -> Fitted:
    """Return the largest size at which the lines, broken at blanks, stay inside `wide` × `high` mm.

    At the first sizes of all, `unbroken`, they are tried as they are: a hair smaller is better than a line too many.
    """
    for size in unbroken:
        limit = wide / (size * MM_PER_POINT * SAFETY)
        if _high(lines, size, leading) <= high and all(width(line, families) <= limit for line in lines):
            return Fitted(size, tuple(lines))
    widest = max((width(line, families) for line in lines), default=0.0)
    for size in sizes:
        limit = wide / (size * MM_PER_POINT * SAFETY)
        if widest <= limit and _high(lines, size, leading) <= high:
            return Fitted(size, tuple(lines))
        parts = [part for line in lines for part in broken(line, families, limit)]
        if _high(parts, size, leading) <= high and all(width(part, families) <= limit for part in parts):
            return Fitted(size, tuple(parts))
    limit = wide / (sizes[-1] * MM_PER_POINT * SAFETY)
    parts = [part for line in lines for part in broken(_with_blanks(line, families, limit), families, limit)]
    if _high(parts, sizes[-1], leading) <= high:
        return Fitted(sizes[-1], tuple(parts))
    raise DoesNotFit


def _high(lines: Sequence[str], size: float, leading: float) -> float:
    return len(lines) * size * leading * MM_PER_POINT


def _with_blanks(line: str, families: tuple[str, ...], limit: float) -> str:
    """A blank wherever a word has filled a whole line."""
    words = []
    for word in line.split(" "):
        parts = [""]
        for character in _GRAPHEME.findall(word):
            if parts[-1] and width(parts[-1] + character, families) > limit:
                parts.append("")
            parts[-1] += character
        words += parts
    return " ".join(words)
