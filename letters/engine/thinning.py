"""Thin a page of a shell for paper: what all letters paint once, and of each letter nothing but its lines.

The clauses are those of ISO 32000-1. A page's content may be several streams, cut between any two tokens (7.8.2). Colour,
font and position hold until they change (8.4.1, 9.3.1, 9.4.2), so one text object (9.4.1) does for all lines, and
the first line's are set by the shared stream. Where other operators than those of text stand among the slots, all of
them stay as they are.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from kit.fonts import CODE
from kit.fonts.letter_code import CHARACTERS
from letters.engine import short_codes
from letters.engine.following import HOLE, Shown, State, Unknown, follow, pieces_of, shown, unmarked
from letters.engine.shaping import UNITS, CannotStamp, Kept, Setter
from letters.engine.shell import LINE, Page, Shell, Slot
from letters.engine.short_codes import DIGITS
from letters.engine.stamping import number

LINES = 128  # that each slot remembers: offices and towns come again, and names don't
_DIGITS, _ALL_DIGITS = str.maketrans(CHARACTERS, DIGITS), DIGITS.encode()
_CHARACTERS = str.maketrans(DIGITS, CHARACTERS)
# Coordinates are in Pango's units, so that sizes are whole numbers and places may be. In two steps, because readers need not
# keep more than five digits of a fraction (Annex C.2).
_TO_UNITS = ".03125 0 0 .03125 0 0 cm\n" * 2
_BOX = re.compile(rb"/MediaBox (\[[^\]]*\])")
_NEAR = (
    0.95  # of a unit, less than a thousandth of a pixel; what is rounded off is made good with the next line
)


class ThinPage:
    """`shared`: the stream of all letters; `fill(lines)`: a letter's own.

    `fonts`: those of the shell that need a twin of short codes beside them, called by `own_name`; `box`: its MediaBox.
    """

    def __init__(self, shell: Shell, page: Page) -> None:
        self.fonts: set[str] = set()
        self._shell = shell
        self.box = _BOX.findall(next(one.head for one in shell.objects if one.number == page.number))[0]
        self._takes: list[tuple[str, Kept]] = []
        self._rows_at, self._rows = 0, 0  # where the rows of a code stand among the values
        self._setters: dict[Slot, Setter] = {}
        constant = unmarked(page.constant)
        try:
            self.shared, self._template = self._thinned(constant, page)
        except Unknown:
            self.fonts.clear()
            self._rows, self._takes = 0, self._as_they_are(page)
            self.shared = constant
            self._template = pieces_of(page).replace("%", "%%").replace(HOLE, "%s")

    def fill(self, lines: Mapping[str, str]) -> bytes:
        """`lines`: one for each slot; for code-1, code-2 … one `code` of digits (kit.qr.Codes.digits) does as well."""
        lines = lines if self._rows else self._with_rows(lines)
        try:
            values = [written[lines[slot]] for slot, written in self._takes]
            if self._rows:
                values[self._rows_at : self._rows_at] = self._code(lines)
        except KeyError as lost:
            raise CannotStamp(f"the letter has no line for slot {lost}") from None
        return (self._template % tuple(values)).encode("latin-1")

    def _with_rows(self, lines: Mapping[str, str]) -> Mapping[str, str]:
        """The rows of a code that came as digits, where each of them stands in a place of its own."""
        digits, rows = lines.get("code"), self._shell.code_rows
        if digits is None or len(digits) != len(rows) ** 2:
            return lines
        drawn, wide = digits.translate(_CHARACTERS), len(rows)
        return {**lines, **{row: drawn[wide * at : wide * at + wide] for at, row in enumerate(rows)}}

    def _code(self, lines: Mapping[str, str]) -> list[str]:
        code = lines.get("code")
        if code is None:
            drawn = [lines[f"code-{row}"].translate(_DIGITS) for row in range(1, self._rows + 1)]
            code = "".join(drawn)
        else:
            wide = len(code) // self._rows or 1
            drawn = [code[at : at + wide] for at in range(0, len(code), wide)]
        if code.encode().translate(None, _ALL_DIGITS) or len(drawn) != self._rows:
            raise CannotStamp("a code that is not drawn in quarters")
        return drawn

    def _thinned(self, constant: bytes, page: Page) -> tuple[bytes, str]:
        stack = [State()]
        follow(constant.decode("latin-1").split("\n"), stack)
        saved = len(stack) - 1
        lines = list(shown(self._shell, page, stack))
        if not lines or not constant.endswith(b"BT\n"):
            raise Unknown
        first = lines[0]
        if any(one.state.matrix != first.state.matrix for one in lines):
            raise Unknown
        # All that `constant` has saved is restored (8.4.2), and what it has changed before it saved anything.
        restored = b"q\n%b%bQ\n" % (constant.removesuffix(b"BT\n"), b"Q\n" * saved)
        now = _Now(first)
        begin = now.change(first.state, self._font(first))
        matrix = " ".join(map(_decimal, first.state.matrix))
        place = f"{matrix} cm\n{_TO_UNITS}BT{begin}\n1 0 0 -1 {now.x} {now.y} Tm\n"
        own = [
            now.change(one.state, self._font(one)) + self._line(one, _STAY if one is first else now.move(one))
            for one in lines
        ]
        return restored + place.encode("latin-1"), "".join(own) + "\nET"

    def _font(self, one: Shown) -> str:
        name, size = one.state.font
        if not one.slot:
            return f"/{name} {_decimal(float(size) * UNITS)} Tf"
        self.fonts.add(name)
        return f"/{own_name(self._shell, name)} {self._shell.slots[one.slot].units} Tf"

    def _line(self, one: Shown, move: "_Move") -> str:
        """The line as it stands in the template; `%s` is to be filled in."""
        if not one.slot:
            return f"{move.array}{one.line}TJ"
        slot = self._shell.slots[one.slot]
        if (slot.face,) == CODE:
            self._rows_at = self._rows_at if self._rows else len(self._takes)
            self._rows += 1
            if one.slot != f"code-{self._rows}" or self._rows_at != len(self._takes):
                raise Unknown
            return f"{move.string}(%s){move.shows}"
        if slot not in self._setters:
            self._setters[slot] = self._shell.setter(slot, short_codes.writing(slot.face))
        self._takes.append((one.slot, Kept(partial(_written, self._setters[slot], slot, move), LINES)))
        return "%s"

    def _as_they_are(self, page: Page) -> list[tuple[str, Kept]]:
        setters, slots = self._shell.setters, self._shell.slots
        return [
            (name, Kept(partial(_unthinned, setters[name], slots[name], part), LINES))
            for name, part in page.holes
        ]


@dataclass(frozen=True)
class _Move:
    """From one line to the next: what stands before a string, and after it, and what before an array of strings and kerns.

    White space stands where the last token would go on without it (7.2.2).
    """

    string: str
    shows: str
    array: str
    to_edge: float = 0.0  # from where it stands, in units, when the line ends at an edge


_STAY = _Move("", "Tj", "")
_DOWN = _Move("", "'", "\nT*")  # as far as the last time; ' is T* and Tj in one (9.4.3)


class _Now:
    """Writes what changes from line to line, and knows how things stand after what it has written."""

    def __init__(self, first: Shown) -> None:
        self.x, self.y, self.leading = round(first.x), float(round(first.y)), 0.0
        self.state: tuple[str, str, str] = ("", "", "")

    def change(self, state: State, font: str) -> str:
        if self.state[0] and not state.alpha:
            raise Unknown
        new = (state.alpha, f"\n{state.colour}", font)
        changed = [one for one, old in zip(new, self.state, strict=True) if one != old]
        self.state = new
        return "".join(changed)

    def move(self, to: Shown) -> _Move:
        """T* goes down by the leading, TL sets it, and TD sets it and goes down and to the right (9.4.2).

        Text stands upright: up is positive there, and down is in what WeasyPrint writes.
        """
        # A line that ends at an edge gets there within its array, and what comes next needs not come back.
        right = 0 if to.at_edge else round(to.x - self.x)
        self.x += right
        to_edge = to.x - self.x if to.at_edge else 0.0
        if not right and abs(to.y - self.y - self.leading) < _NEAR:
            self.y += self.leading
            return replace(_DOWN, to_edge=to_edge)
        # The rows of a code are at one distance, which is therefore written more exactly.
        places = 3 if to.slot.startswith("code-") else 0
        self.leading = round(to.y - self.y, places)
        self.y += self.leading
        down, up = _decimal(self.leading), _decimal(-self.leading)
        if right:
            return _Move(f"\n{right} {up} TD", "Tj", f"\n{right} {up} TD")
        return _Move(f"\n{down} TL", "'", f"\n{down} TL T*", to_edge)


def own_name(shell: Shell, name: str) -> str:
    """What the twin of the shell's font `name` is called; shells' names are longer."""
    return chr(ord("A") + list(shell.fonts).index(name))


def _written(setter: Setter, slot: Slot, move: _Move, text: str) -> str:
    line = setter.written(text)
    if slot.edge is not None:
        # Numbers in TJ are thousandths of an em, and move to the left (9.4.3): first to the edge, and back by the width.
        begin = (setter.width(text) - move.to_edge) * 1000 / slot.units
        return f"{move.array}[{begin:.1f}{line}]TJ"
    return f"{move.array}[{line}]TJ" if ")" in line[:-1] else f"{move.string}{line}{move.shows}"


def _unthinned(setter: Setter, slot: Slot, part: int, text: str) -> str:
    if part == LINE:
        return setter.written(text)
    return number((slot.edge or 0.0) - setter.width(text) / UNITS).decode()


def _decimal(value: float, places: int = 6) -> str:
    text = f"{value:.{places}f}".rstrip("0").rstrip(".") if places else f"{value:.0f}"
    return "0" if text == "-0" else text.replace("0.", ".", 1) if abs(value) < 1 else text
