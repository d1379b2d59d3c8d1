"""Fit lines into a box of millimetres: break at blanks first, then shrink to a stated smallest size.

Nothing is cut and nothing overlaps: what does not fit at the smallest size is refused (DoesNotFit).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kit.glyphs import width

MM_PER_POINT = 25.4 / 72
# Kerning may widen a line by a hair against the sum of advances.
SAFETY = 1.02


class DoesNotFit(Exception):
    """The text is too long for its box even at the smallest size."""


@dataclass(frozen=True)
class Fitted:
    size: float  # points
    lines: tuple[str, ...]


def fit(
    lines: Sequence[str],
    families: Sequence[str],
    *,
    wide: float,
    high: float,
    sizes: Sequence[float],
    leading: float,
) -> Fitted:
    """Return the largest size at which the lines, broken at blanks, stay inside `wide` × `high` mm."""
    for size in sizes:
        line_width = wide / (size * MM_PER_POINT * SAFETY)
        broken = [part for line in lines for part in _break(line, families, line_width)]
        high_enough = len(broken) * size * leading * MM_PER_POINT <= high
        if high_enough and all(width(part, families) <= line_width for part in broken):
            return Fitted(size, tuple(broken))
    raise DoesNotFit


def _break(line: str, families: Sequence[str], limit: float) -> list[str]:
    parts: list[str] = []
    for word in line.split(" "):
        longer = f"{parts[-1]} {word}" if parts else word
        if parts and width(longer, families) <= limit:
            parts[-1] = longer
        else:
            parts.append(word)
    return parts
