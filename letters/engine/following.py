"""Follow the content of a shell's page to the lines in its slots: where each stands, in what font, size and colour.

Operators are those of ISO 32000-1, Annex A, as pydyf writes them: one on a line, after its operands.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from letters.engine.shaping import UNITS
from letters.engine.shell import Page, Shell

_MARKED = re.compile(rb"^(?:/\w+\n(?:<<.*?>>\nBDC|BMC)|EMC)\n", re.MULTILINE)
_MOVE = re.compile(r"1 0 0 -1 (\S+) (\S+) Tm")
_SHOW = re.compile(r"\[(.*)\] TJ")
HOLE = "\0"  # in no content: strings are hexadecimal
# Among slots, beside Tm and TJ. And what would hold for their lines as well, and is not followed.
_TEXT = frozenset(("", "q", "Q", "gs", "rg", "Tf", "BT", "ET"))
_MORE_STATE = frozenset(("Tc", "Tw", "Tz", "TL", "Ts", "Tr", "g", "k", "cs", "sc", "scn"))


class Unknown(Exception):
    """There is an operator of which this does not know what it does to the lines in slots."""


@dataclass(frozen=True)
class State:
    """What of the graphics state (8.4.1) text depends on, each as the operator that set it."""

    matrix: tuple[float, ...] = (1, 0, 0, 1, 0, 0)
    alpha: str = ""
    colour: str = "0 g"
    font: tuple[str, str] = ("", "0")  # name and size


@dataclass(frozen=True)
class Shown:
    """One line of text: a slot's, or one that stands in all letters as it is. It begins at `x`, or ends there."""

    state: State
    x: float  # in Pango's units, as `y`
    y: float
    at_edge: bool
    slot: str
    line: str  # hexadecimal, in brackets; a slot has none


def unmarked(content: bytes) -> bytes:
    """Marked content paints nothing (14.6.1), and paper has no reading order."""
    return _MARKED.sub(b"", content)


def pieces_of(page: Page) -> str:
    return unmarked(HOLE.encode().join(page.pieces)).decode("latin-1")


def shown(shell: Shell, page: Page, stack: list[State]) -> Iterator[Shown]:
    """All lines among the slots; the last of `stack` holds where they begin. Raise Unknown for all else there."""
    holes, x, y, edge = iter(page.holes), 0.0, 0.0, ""
    for line in pieces_of(page).split("\n"):
        if found := _MOVE.fullmatch(line):
            edge = next(holes)[0] if found[1] == HOLE else ""
            x = (shell.slots[edge].edge or 0.0) if edge else float(found[1])
            y = float(found[2])
        elif found := _SHOW.fullmatch(line):
            slot = next(holes)[0] if found[1] == HOLE else ""
            if edge and edge != slot:
                raise Unknown
            yield Shown(stack[-1], x * UNITS, y * UNITS, bool(edge), slot, found[0].removesuffix(" TJ"))
        elif line.rpartition(" ")[2] in _TEXT:
            follow([line], stack)
        else:
            raise Unknown


def follow(lines: Iterable[str], stack: list[State]) -> None:
    """The last of `stack` is the state that holds, those before it are saved."""
    for line in lines:
        *operands, operator = line.split(" ")
        state = stack[-1]
        if operator == "q":
            stack.append(state)
        elif operator == "Q":
            stack.pop()
        elif operator == "cm":
            stack[-1] = replace(state, matrix=_times(tuple(map(float, operands)), state.matrix))
        elif operator == "rg":
            stack[-1] = replace(state, colour=_colour(operands))
        elif operator == "Tf":
            stack[-1] = replace(state, font=(operands[0][1:], operands[1]))
        elif operator == "gs" and operands[0].startswith("/a"):  # of what is filled; of strokes it is /A
            stack[-1] = replace(state, alpha=line)
        elif operator in _MORE_STATE or (operator == "gs" and not operands[0].startswith("/A")):
            raise Unknown


def _colour(operands: list[str]) -> str:
    """Equal parts of red, green and blue are a grey (10.3.2), which a printer makes of black ink alone."""
    written = [operand.removeprefix("0") if "." in operand else operand for operand in operands]
    return f"{written[0]} g" if len(set(written)) == 1 else f"{' '.join(written)} rg"


def _times(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, ...]:
    """The product of two matrices (8.3.4)."""
    return (
        a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3], a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3], a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5],
    )  # fmt: skip
