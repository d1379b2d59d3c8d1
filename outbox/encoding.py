"""The body of a text part, encoded as Python's email package would (RFC 2045 §6), line by line, so that what many mails share is encoded once.

Which encoding a body gets depends on all of it: seven bits when every line is short and in ASCII, otherwise
quoted-printable or base64, whichever makes less of the first ten lines (email.contentmanager._encode_text).
Quoted-printable works on each line alone, so constant lines are kept encoded; base64 does not, and is done at one go.
"""

import re
from binascii import b2a_base64, b2a_qp
from collections.abc import Sequence
from email import quoprimime
from itertools import groupby

from outbox.mailpolicy import LINE

SNIFFED = 10  # lines that decide between quoted-printable and base64
B64_LINE = LINE // 4 * 4
_BREAK = re.compile("\r\n|\r|\n")  # what bytes.splitlines() splits at
CRLF = "\r\n"
_BLANKS = {" ", "\t"}
Piece = str | int  # constant text, or the number of a slot
Line = tuple[Piece, ...]


class Body:
    """A text in pieces. `encoded(values)` fills the slots: values hold no line break."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        lines = _lines_of(pieces)
        slotted = [line for line in lines if _has_slot(line)]
        constant = [_text(line) for line in lines if not _has_slot(line)]
        self._may_be_7bit = all(line.isascii() and len(line) <= LINE for line in constant)
        self._is_empty = not lines
        self._whole, self._slotted = _Form(lines), _Form(slotted)
        first = lines[:SNIFFED]
        self._first_slotted = sum(map(_has_slot, first))
        self._first_size = _size([_text(line) for line in first if not _has_slot(line)])
        # As quoted-printable: constant lines next to each other as one, and the places between them of lines with slots.
        self._runs: list[str] = []
        self._places: list[int] = []
        for has_slots, group in groupby(lines, _has_slot):
            if has_slots:
                for _ in group:
                    self._places.append(len(self._runs))
                    self._runs.append("")
            else:
                self._runs.append("".join([quoted(_text(line)) + CRLF for line in group]))
        # A last line that is empty is no line: with a slot at its end that depends on the value.
        self._last_is_open = bool(lines) and _has_slot(lines[-1])

    def encoded(self, values: Sequence[str]) -> tuple[bytes, bytes] | None:
        """Return the name of the encoding and the body with CRLF; None where only the email package knows what becomes of it."""
        text = self._slotted.filled(values)
        filled = text.split("\n") if self._places else []
        if self._last_is_open and not filled[-1]:
            return None
        if self._may_be_7bit and text.isascii() and max(map(len, filled), default=0) <= LINE:
            return b"7bit", self._as_it_is(values)
        as_quoted = list(map(quoted, filled))
        ours, data = _size(filled[: self._first_slotted], as_quoted[: self._first_slotted])
        if self._first_size[0] + ours > (self._first_size[1] + data + 2) // 3 * 4 + 1:
            return b"base64", as_base64(self._as_it_is(values))
        runs = self._runs.copy()
        for place, line in zip(self._places, as_quoted, strict=True):
            runs[place] = line + CRLF
        return b"quoted-printable", "".join(runs).encode("ascii")

    def _as_it_is(self, values: Sequence[str]) -> bytes:
        return b"" if self._is_empty else f"{self._whole.filled(values)}\n".replace("\n", CRLF).encode()


class _Form:
    """Lines with slots as one text to fill."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._text = "\n".join(
            [
                "".join(["%s" if _is_slot(piece) else str(piece).replace("%", "%%") for piece in line])
                for line in lines
            ]
        )
        self._slots = [piece for line in lines for piece in line if isinstance(piece, int)]

    def filled(self, values: Sequence[str]) -> str:
        return self._text % tuple([values[slot] for slot in self._slots])


def quoted(line: str) -> str:
    """One line in quoted-printable, with the soft breaks of the email package, whose own code does what ends in a blank."""
    if line[-1:] in _BLANKS:
        return quoprimime.body_encode(line.encode().decode("latin-1"), LINE).replace("\n", CRLF)
    if line.isascii() and line.isprintable():
        plain = line.replace("=", "=3D")
    else:  # without the soft breaks of this one, and the dot that it escapes behind them
        escaped = b2a_qp(line.encode(), quotetabs=False, istext=True)
        plain = escaped.replace(b"=\n", b"").replace(b"=2E", b".").decode("ascii")
    return plain if len(plain) <= LINE else _wrapped(plain)


def _wrapped(line: str) -> str:
    """Soft breaks where email.quoprimime sets them: never inside of an escape (RFC 2045 §6.7, rule 5)."""
    parts, start, last = [], 0, len(line) - 1 - LINE
    while start <= last:
        stop = start + LINE - 1
        if line[stop - 2] == "=":
            stop -= 2
        elif line[stop - 1] == "=":
            stop -= 1
        parts.append(line[start:stop])
        start = stop
    return "=\r\n".join([*parts, line[start:]])


def as_base64(data: bytes) -> bytes:
    """In lines with CRLF, as the email package writes them (RFC 2045 §6.8)."""
    whole = b2a_base64(data, newline=False)
    lines = [whole[at : at + B64_LINE] for at in range(0, len(whole), B64_LINE)]
    return b"\r\n".join([*lines, b""])


def _size(lines: Sequence[str], as_quoted: Sequence[str] | None = None) -> tuple[int, int]:
    """Bytes in quoted-printable, where every line end counts one, and bytes as they are, where it counts two."""
    whole = "".join(list(map(quoted, lines)) if as_quoted is None else as_quoted)
    return len(whole) - whole.count(CRLF) + len(lines), len("".join(lines).encode()) + 2 * len(lines)


def _lines_of(pieces: Sequence[Piece]) -> list[Line]:
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        if isinstance(piece, int):
            lines[-1].append(piece)
            continue
        first, *rest = _BREAK.split(piece)
        if first:
            lines[-1].append(first)
        lines += [[text] if text else [] for text in rest]
    if not lines[-1]:
        lines.pop()
    return [tuple(line) for line in lines]


def _has_slot(line: Line) -> bool:
    return any(map(_is_slot, line))


def _is_slot(piece: Piece) -> bool:
    return type(piece) is int


def _text(line: Line) -> str:
    return "".join(map(str, line))
