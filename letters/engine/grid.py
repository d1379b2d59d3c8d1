"""A page that is a grid of lines, filled from the few of its cells that were compiled.

Compiling has proved how a slot is set and where it stands. The rows between are the same at a fixed distance, so the
shell holds the first, second and last row of each column only, and it is checked here that they lie in one grid. Content
is the page's constant part, then for each row a number and a name:

    /P<</MCID 7>>BDC /F 9.33 Tf -58.58 -19.74 Td[-4303<0014>]TJ /G 12 Tf 58.58 1.03 Td[<0024…>]TJ EMC

A name that was pressed on its own is a form, painted into its cell, between two text objects. Td moves from the beginning of the line before (ISO 32000-1, 9.4.2); a number in TJ's brackets moves to the left by
thousandths of the font's size (9.4.3), which sets a number to the right of its box.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from letters.engine.shaping import UNITS, CannotStamp
from letters.engine.shell import Shell, X
from letters.engine.stamping import number

_SHOWN = re.compile(rb"1 0 0 -1 (\S+) (\S+) Tm\n/(\S+) (\S+) Tf\n\[$")
_MARKED = re.compile(rb"/\w+\n<</MCID \d+>>\nBDC")
_COLOUR = re.compile(rb"[\d. ]+ rg\n")
_NEAR = 1e-4  # pixels: six decimals, added up over a page
PARTS = ("number", "name", "small")


class Line(NamedTuple):
    """What the brackets of TJ hold for number and name; no number where a name goes on. A `form` is painted for the name."""

    number: str
    number_units: int  # its width
    name: str
    is_small: bool
    form: str = ""


@dataclass(frozen=True)
class _Style:
    font: bytes  # with size and operator: `/F 9.33 Tf`
    size: float
    colour: bytes
    x: float
    y: float  # of the first row


class Grid:
    """Two columns of so many `rows`. Slots: `number-1`, `name-1`, `small-1`, the same of rows 2, `rows` and `rows` + 1, `page`.

    In pixels: `number_px`, how wide the box is that numbers stand to the right of; `cell`: left, top and height of the first name's.
    """

    def __init__(
        self, shell: Shell, *, rows: int, number_px: float, cell: tuple[float, float, float]
    ) -> None:
        page = shell.pages[0]
        self.shell, self.rows, self.number_px, self.cell = shell, rows, number_px, cell
        found = _places(page.pieces, page.holes, page.constant)
        self.styles = {part: found[f"{part}-1"] for part in PARTS}
        self.pitch = found["name-2"].y - found["name-1"].y
        self.across = found[f"name-{rows + 1}"].x - found["name-1"].x
        self._check(found)
        before, _, _ = page.constant.rpartition(b"/Span\n<</MCID")
        # What is the same on all pages is told once, by the first page's title; so here it is an artifact (14.8.2.2).
        self.constant = _MARKED.sub(b"/Artifact BMC", before)
        self.open = len(re.findall(rb"^q$", before, re.M)) - len(re.findall(rb"^Q$", before, re.M))
        self.foot = found["page"]

    def _check(self, found: dict[str, _Style]) -> None:
        for part in PARTS:
            one = self.styles[part]
            for row, down, right in ((2, 1, 0), (self.rows, self.rows - 1, 0), (self.rows + 1, 0, 1)):
                other = found[f"{part}-{row}"]
                wanted = (one.x + right * self.across, one.y + down * self.pitch)
                if (
                    abs(other.x - wanted[0]) > _NEAR
                    or abs(other.y - wanted[1]) > _NEAR
                    or other.font != one.font
                ):
                    raise CannotStamp("the rows of the list are no grid")

    def content(self, entries: Sequence[Sequence[Line]], page_words: str) -> bytes:
        """`entries`: of each person one line or more. What follows the constant content of a page."""
        parts = [b"BT\n"]
        at, last = 0, (0.0, 0.0)
        for marked, lines in enumerate(entries):
            parts.append(b"/P<</MCID %d>>BDC\n" % marked)
            for line in lines:
                column, row = divmod(at, self.rows)
                if row == 0:  # a column begins: the matrix is set anew, so that nothing adds up over it
                    parts.append(b"1 0 0 -1 0 0 Tm\n")
                    last = (0.0, 0.0)
                x, y = column * self.across, row * self.pitch
                if line.number:
                    last = self._shown(parts, "number", self._to_the_right(line), (x, y), last)
                if line.form:
                    parts.append(self._painted(line.form, x, y))
                    last = (0.0, 0.0)
                else:
                    last = self._shown(parts, "small" if line.is_small else "name", line.name, (x, y), last)
                at += 1
            parts.append(b"EMC\n")
        parts += [b"ET\n/Artifact BMC\nBT\n", self._page_number(page_words), b"ET\nEMC\n", b"Q\n" * self.open]
        return b"".join(parts)

    def _shown(
        self, parts: list[bytes], part: str, line: str, at: tuple[float, float], last: tuple[float, float]
    ) -> tuple[float, float]:
        style = self.styles[part]
        x, y = style.x + at[0], style.y + at[1]
        parts.append(
            b"%s%s\n%s %s Td[%s]TJ\n"
            % (style.colour, style.font, _short(x - last[0]), _short(last[1] - y), line.encode("ascii"))
        )
        return x, y

    def _painted(self, form: str, x: float, y: float) -> bytes:
        """A form counts in points from its lower edge; this page in pixels from its upper one. `q` may stand in no text object."""
        left, top, high = self.cell
        scale = 96 / 72
        return b"ET\nq\n%s 0 0 %s %s %s cm\n/%s Do\nQ\nBT\n1 0 0 -1 0 0 Tm\n" % (
            number(scale), number(-scale), number(left + x), number(top + y + high), form.encode(),
        )  # fmt: skip

    def _to_the_right(self, line: Line) -> str:
        free = self.number_px - line.number_units / UNITS
        return f"{round(-free * 1000 / self.styles['number'].size)}{line.number}"

    def _page_number(self, words: str) -> bytes:
        line, units = self.shell.setters["page"].line(words)
        edge = self.shell.slots["page"].edge
        left = self.foot.x if edge is None else edge - units / UNITS
        return b"%s%s\n1 0 0 -1 %s %s Tm\n[%s]TJ\n" % (
            self.foot.colour, self.foot.font, number(left), number(self.foot.y), line.encode("ascii"),
        )  # fmt: skip


@lru_cache(maxsize=4096)  # the same few steps over and over
def _short(value: float) -> bytes:
    # A ten-thousandth of a pixel; fifty of them are less than a printer's dot.
    return f"{value:.4f}".rstrip("0").rstrip(".").encode() if value else b"0"


def _places(pieces: Sequence[bytes], holes: Sequence[tuple[str, int]], constant: bytes) -> dict[str, _Style]:
    """Where each slot's line begins, and in what; read from the operators before its hole."""
    found = {}
    so_far, colour = constant, b""
    for piece, (name, part) in zip(pieces, holes, strict=False):
        so_far += piece
        if part == X:
            so_far += b"0"  # its place is where its right end stands
            continue
        shown = _SHOWN.search(so_far)
        # A colour stays until another is named, or the state is taken back.
        colour = (_COLOUR.findall(so_far) or [b"" if b"\nQ\n" in so_far else colour])[-1]
        if shown is None or not colour:
            raise CannotStamp(f"slot {name} is not set in a text object of its own")
        x, y, font, size = shown.groups()
        found[name] = _Style(b"/%s %s Tf" % (font, size), float(size), colour, float(x), float(y))
        so_far = b""
    return found
