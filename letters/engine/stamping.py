"""Stamp a letter: set its lines and put them into the holes of its shell."""

from collections.abc import Mapping

from letters.engine.shaping import UNITS, CannotStamp
from letters.engine.shell import LINE, Page, Shell


def stamp(shell: Shell, lines: Mapping[str, str]) -> list[bytes]:
    """Return what follows the constant content of each page. Raise CannotStamp.

    `lines` has the words of every slot; for code-1, code-2 … one `code` of digits (kit.qr.Codes.digits) does as well.
    """
    if not shell.takes(lines.keys()):
        raise CannotStamp("the letter has other slots than the shell")
    return [filled(page, shell, lines) for page in shell.pages]


def filled(page: Page, shell: Shell, lines: Mapping[str, str]) -> bytes:
    setters, slots = shell.setters, shell.slots
    code = written_rows(shell, lines)
    values = [
        (code.get(name) or setters[name].written(lines[name]))
        if part == LINE
        else number((slots[name].edge or 0.0) - setters[name].width(lines[name]) / UNITS).decode()
        for name, part in page.holes
    ]
    return (page.template % tuple(values)).encode("latin-1")


def written_rows(shell: Shell, lines: Mapping[str, str]) -> dict[str, str]:
    """The rows of a QR code that came as digits, set as one line and cut: each of their glyphs has four digits and no kern."""
    rows, digits = shell.code_rows, lines.get("code")
    if digits is None:
        return {}
    if not rows or len(digits) != len(rows) ** 2:
        raise CannotStamp("a code of another size")
    try:
        # Two at a time; of an odd number a glyph too many, behind the last row.
        row = "".join(map(shell.code_glyphs.__getitem__, bytes.fromhex(digits + "0" * (len(digits) % 2))))
    except ValueError:
        raise CannotStamp("a code that is not drawn in quarters") from None
    wide = 4 * len(rows)
    return {name: f"<{row[wide * at : wide * at + wide]}>" for at, name in enumerate(rows)}


def number(value: float) -> bytes:
    """As pydyf writes numbers: six decimals, without zeros at the end."""
    return str(int(value)).encode() if value.is_integer() else f"{value:f}".rstrip("0").encode()
