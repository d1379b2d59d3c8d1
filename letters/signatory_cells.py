"""Lay signatories into the cells of the list: a fixed grid, each name in a line of its own, none cut.

A name that is too wide for its cell is set at SMALLER; what is too wide even then goes on in the next cells, broken at
blanks and, where there is none, between graphemes. A page is filled column by column.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

import regex

from kit.fonts import TEXT
from kit.glyphs import in_print, width
from letters.words import in_order

ROWS, COLUMNS = 50, 2
CELLS = ROWS * COLUMNS
SIZE = 9.0  # points
SMALLER = 0.8
CELL_MM = 69.0  # for the name; its number stands in a box before it
PIXELS_PER_MM = 96 / 25.4
CELL_PX = CELL_MM * PIXELS_PER_MM
# Where no setter has measured a line its advances are added up. Kerning mostly narrows it, and never widens it so much.
_WIDEST = CELL_MM / (SIZE * 25.4 / 72) * 0.985  # in em at SIZE
_GRAPHEME = regex.compile(r"\X,?")  # the comma before a town begins no line


class Setting(Protocol):
    """Sets a line as it will be stamped. None: it has to be pressed."""

    def set(self, text: str, *, is_small: bool) -> tuple[str, float] | None:
        """What is stamped, and its width in pixels."""


class Cell(NamedTuple):
    number: str  # empty where a name goes on
    text: str
    is_small: bool
    line: str | None = None  # what is stamped


class Pressed:
    """All lines are pressed."""

    def set(self, text: str, *, is_small: bool) -> None:
        return None


Entry = list[Cell]  # of one person


def entries(signatories: Iterable[tuple[int, str, str]], setting: Setting) -> Iterator[Entry]:
    """`signatories`: number, name, town."""
    for number, name, town in signatories:
        line = f"{name}, {town}" if town else name
        set_line = setting.set(line, is_small=False)
        if set_line is None:
            line = in_order(in_print(" ".join(line.split())))
            set_line = setting.set(line, is_small=False)
        if _fits(line, set_line, 1):
            yield [Cell(f"{number}", line, False, set_line[0] if set_line else None)]
        else:
            yield _narrowed(number, line, setting)


def _narrowed(number: int, line: str, setting: Setting) -> Entry:
    small = setting.set(line, is_small=True)
    parts = [line] if _fits(line, small, SMALLER) else broken(line)
    found = [setting.set(part, is_small=True) for part in parts]
    return [
        Cell("" if place else f"{number}", part, True, made[0] if made else None)
        for place, (part, made) in enumerate(zip(parts, found, strict=True))
    ]


def _fits(line: str, set_line: tuple[str, float] | None, scale: float) -> bool:
    return set_line[1] <= CELL_PX if set_line else width(line, TEXT) * scale <= _WIDEST


def broken(line: str) -> list[str]:
    """`line` in parts that fit a cell at SMALLER. Joined again it is the same, but for blanks at the breaks."""
    parts = [""]
    for word in line.split(" "):
        for piece, begins in _pieces(word):
            longer = f"{parts[-1]} {piece}" if parts[-1] and begins else parts[-1] + piece
            if parts[-1] and width(longer, TEXT) * SMALLER > _WIDEST:
                parts.append(piece)
            else:
                parts[-1] = longer
    return parts


def _pieces(word: str) -> list[tuple[str, bool]]:
    """The word; one that no cell holds grapheme by grapheme. With each whether a blank stands before it."""
    if width(word, TEXT) * SMALLER <= _WIDEST:
        return [(word, True)]
    return [(grapheme, place == 0) for place, grapheme in enumerate(_GRAPHEME.findall(word))]


def pages(filled: Iterable[Entry]) -> Iterator[Sequence[Entry]]:
    """At most CELLS cells each; of an empty list no page at all. An entry that does not fit goes on on the next page."""
    page: list[Entry] = []
    free = CELLS
    for entry in filled:
        rest = entry
        while len(rest) >= free:
            yield [*page, rest[:free]]
            page, rest, free = [], rest[free:], CELLS
        if rest:
            page.append(rest)
            free -= len(rest)
    if page:
        yield page
