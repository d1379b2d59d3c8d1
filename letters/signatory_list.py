"""The signatory list behind its front part, as one PDF: stamped page by page, as the names come (letters/engine/grid.py).

A name that cannot be stamped, because it is written from right to left or has marks above its letters, is pressed as a
line of its own, many of them at once, and painted into its cell. Where the page cannot be compiled at all, each page is
pressed as a whole.
"""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, Protocol

from kit.fonts import TEXT
from kit.glyphs import width
from letters.engine.alphabets import ALL, alphabet
from letters.engine.grid import Grid, Line
from letters.engine.growing import GrowingFile
from letters.engine.shaping import UNITS, CannotStamp
from letters.engine.shell import Shell
from letters.pressing import NoShell, compile_shell, press
from letters.signatory_cells import (
    CELL_PX,
    PIXELS_PER_MM,
    ROWS,
    SIZE,
    SMALLER,
    Cell,
    Entry,
    Pressed,
    Setting,
)
from letters.signatory_sheets import (
    GAP_MM,
    LEFT_MM,
    NUMBER_MM,
    ROW_MM,
    TOP_MM,
    Heading,
    lines,
    sheet,
    specimen,
)

PIXELS_PER_POINT = 96 / 72
AT_ONCE = 200  # lines that the press is given at once: some tenths of a second


class SignatoryList(Protocol):
    setting: Setting  # in which its entries are set
    pressed: int  # names that could not be stamped

    def put(self, pages: Iterable[Sequence[Entry]]) -> None: ...

    def finish(self, front: bytes) -> int:
        """Write what is left; return how many pages the whole has."""


def signatory_list(heading: Heading, file: Any) -> SignatoryList:
    """Writes to `file`, which has nothing but `write(bytes)`. Raises PressMissing, PressRefused."""
    try:
        shell = Shell.from_bytes(compile_shell(specimen(heading), language=heading.language, blocks=ALL))
        return StampedList(heading, file, shell)
    except (NoShell, CannotStamp):
        return PressedList(heading, file)


class StampedSetting:
    def __init__(self, shell: Shell) -> None:
        self.name, self.small = shell.setters["name-1"], shell.setters["small-1"]
        # What the fonts of this file hold. Another letter would be shaped, and not be there.
        held = sorted(set(alphabet(ALL)))
        self.held = re.compile(f"[{re.escape(''.join(held))}]*")
        # Advances with a hair more than kerning ever adds: what fits by them fits, and most names do.
        self.at_most = {letter: width(letter, TEXT) * SIZE * PIXELS_PER_POINT * 1.02 for letter in held}

    def set(self, text: str, *, is_small: bool) -> tuple[str, float] | None:
        if not self.held.fullmatch(text):
            return None
        setter, scale = (self.small, SMALLER) if is_small else (self.name, 1.0)
        try:
            line = setter.written(text)
            wide = sum(map(self.at_most.__getitem__, text)) * scale
            return line, wide if wide <= CELL_PX else setter.width(text) / UNITS
        except CannotStamp:
            return None


class StampedList:
    def __init__(self, heading: Heading, file: Any, shell: Shell) -> None:
        cell = (
            (LEFT_MM[0] + NUMBER_MM + GAP_MM) * PIXELS_PER_MM,
            TOP_MM * PIXELS_PER_MM,
            ROW_MM * PIXELS_PER_MM,
        )
        self.heading, self.pressed = heading, 0
        self.grid = Grid(shell, rows=ROWS, number_px=NUMBER_MM * PIXELS_PER_MM, cell=cell)
        self.setting: Setting = StampedSetting(shell)
        self._file = GrowingFile(file, shell, self.grid.constant)
        self._numbers = shell.setters["number-1"]
        self._blank = self._numbers.line(" ")[1]
        self._waiting: dict[tuple[str, bool], int] = {}  # lines to press, and the form that each will be

    def put(self, pages: Iterable[Sequence[Entry]]) -> None:
        for page in pages:
            forms: dict[str, int] = {}
            rows = [[self._line(cell, forms) for cell in entry] for entry in page]
            words = self.heading.numbered(self._file.pages + 1)
            self._file.page(self.grid.content(rows, words), len(rows), forms)
            if len(self._waiting) >= AT_ONCE:
                self._press_lines()

    def finish(self, front: bytes) -> int:
        self._press_lines()
        return self._file.finish(front)

    def _line(self, cell: Cell, forms: dict[str, int]) -> Line:
        number, units = self._numbers.line(f"{cell.number} ") if cell.number else ("", 0)
        units -= self._blank  # stands behind the number, where readers of the text need it and nobody sees it
        if cell.line is not None:
            return Line(number, units, cell.line, cell.is_small)
        self.pressed += 1
        wanted = (cell.text, cell.is_small)
        form = self._waiting.get(wanted) or self._waiting.setdefault(wanted, self._file.later())
        forms[f"L{form}"] = form
        return Line(number, units, "", cell.is_small, f"L{form}")

    def _press_lines(self) -> None:
        if self._waiting:
            pdf = press(lines(self.heading, list(self._waiting))).pdf
            self._file.forms_of(pdf, list(self._waiting.values()))
            self._waiting.clear()


class PressedList:
    """The plain way, a hundred times slower: for a machine on which the page cannot be compiled."""

    def __init__(self, heading: Heading, file: Any) -> None:
        self.heading, self.pressed = heading, 0
        self.setting: Setting = Pressed()
        self._file = file
        self._pages: list[bytes] = []

    def put(self, pages: Iterable[Sequence[Entry]]) -> None:
        for entries in pages:
            self._pages.append(press(sheet(self.heading, len(self._pages) + 1, entries)).pdf)
            self.pressed += len(entries)

    def finish(self, front: bytes) -> int:
        from pypdf import PdfReader, PdfWriter

        whole = PdfWriter(clone_from=BytesIO(front))
        for page in self._pages:
            whole.add_page(PdfReader(BytesIO(page)).pages[0])
        content = BytesIO()
        whole.write(content)
        self._file.write(content.getvalue())
        return len(whole.pages)
