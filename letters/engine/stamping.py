"""Stamp a letter: set its lines and put them into the holes of its shell."""

from collections.abc import Mapping

from letters.engine.shaping import UNITS, CannotStamp
from letters.engine.shell import Page, Shell, X


def stamp(shell: Shell, lines: Mapping[str, str]) -> list[bytes]:
    """Return what follows the constant content of each page. `lines` has the words of every slot. Raise CannotStamp."""
    if lines.keys() != shell.slots.keys():
        raise CannotStamp("the letter has other slots than the shell")
    setters = shell.setters
    made = {name: setters[name].line(text) for name, text in lines.items()}
    return [_filled(page, shell, made) for page in shell.pages]


def _filled(page: Page, shell: Shell, made: Mapping[str, tuple[str, int]]) -> bytes:
    parts = [page.pieces[0]]
    for (name, part), piece in zip(page.holes, page.pieces[1:], strict=True):
        line, width = made[name]
        if part == X:
            edge = shell.slots[name].edge or 0.0
            parts.append(number(edge - width / UNITS))
        else:
            parts.append(line.encode("ascii"))
        parts.append(piece)
    return b"".join(parts)


def number(value: float) -> bytes:
    """As pydyf writes numbers: six decimals, without zeros at the end."""
    return str(int(value)).encode() if value.is_integer() else f"{value:f}".rstrip("0").encode()
