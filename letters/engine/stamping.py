"""Stamp a letter: set its lines and put them into the holes of its shell."""

from collections.abc import Mapping

from letters.engine.shaping import UNITS, CannotStamp
from letters.engine.shell import LINE, Page, Shell


def stamp(shell: Shell, lines: Mapping[str, str]) -> list[bytes]:
    """Return what follows the constant content of each page. `lines` has the words of every slot. Raise CannotStamp."""
    if lines.keys() != shell.slots.keys():
        raise CannotStamp("the letter has other slots than the shell")
    return [filled(page, shell, lines) for page in shell.pages]


def filled(page: Page, shell: Shell, lines: Mapping[str, str]) -> bytes:
    setters, slots = shell.setters, shell.slots
    parts = [page.pieces[0]]
    for (name, part), piece in zip(page.holes, page.pieces[1:], strict=True):
        if part == LINE:
            parts.append(setters[name].written(lines[name]).encode("ascii"))
        else:
            parts.append(number((slots[name].edge or 0.0) - setters[name].width(lines[name]) / UNITS))
        parts.append(piece)
    return b"".join(parts)


def number(value: float) -> bytes:
    """As pydyf writes numbers: six decimals, without zeros at the end."""
    return str(int(value)).encode() if value.is_integer() else f"{value:f}".rstrip("0").encode()
