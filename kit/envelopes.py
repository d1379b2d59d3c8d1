"""How much of an address the window of an envelope shows: asked where staff type it, long before a letter is made.

    rows_of(lines)          8       rows of the smallest type that an address may have, 8 points (DIN 5008)
    most_rows("US")         6       what the windows of that country's stationers show, wherever the sheet slides

An address that passes here fits the layout of its country (letters/layouts); the layouts' own tests say so.
"""

from collections.abc import Sequence
from math import ceil

from kit.fonts import TEXT
from kit.glyphs import width

ROW = 26.0  # em, in the narrowest window
ROWS = 7
FEWER_ROWS = {"US": 6, "CA": 6}


def most_rows(country: str) -> int:
    return FEWER_ROWS.get(country, ROWS)


def rows_of(lines: Sequence[str]) -> int:
    # A word that is wider than a row is broken inside (letters/fitting.py), and one letter may not fit where it was cut.
    parts = [part for line in lines for part in broken(line, TEXT, ROW)]
    return sum(ceil(width(part, TEXT) / (ROW - 1)) if width(part, TEXT) > ROW else 1 for part in parts)


def broken(line: str, families: tuple[str, ...], limit: float) -> list[str]:
    """Break a line at blanks so that each part has `limit` em, as far as its words allow."""
    if width(line, families) <= limit:
        return [line]
    parts: list[str] = []
    for word in line.split(" "):
        longer = f"{parts[-1]} {word}" if parts else word
        if parts and width(longer, families) <= limit:
            parts[-1] = longer
        else:
            parts.append(word)
    return parts
