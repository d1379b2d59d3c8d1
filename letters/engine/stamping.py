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
    code = _code(shell, lines)
    values = [
        (code.get(name) or setters[name].written(lines[name]))
        if part == LINE
        else number((slots[name].edge or 0.0) - setters[name].width(lines[name]) / UNITS).decode()
        for name, part in page.holes
    ]
    return (page.template % tuple(values)).encode("latin-1")


def _code(shell: Shell, lines: Mapping[str, str]) -> dict[str, str]:
    """The rows of a QR code, set as one line and cut: each of their glyphs has four digits and no kern."""
    rows = shell.code_rows
    if not rows:
        return {}
    row, wide = shell.setters[rows[0]].written("".join([lines[name] for name in rows])), 4
    at, found = 1, {}
    for name in rows:
        end = at + wide * len(lines[name])
        found[name] = f"<{row[at:end]}>"
        at = end
    return found


def number(value: float) -> bytes:
    """As pydyf writes numbers: six decimals, without zeros at the end."""
    return str(int(value)).encode() if value.is_integer() else f"{value:f}".rstrip("0").encode()
