"""The body of a text part, encoded as Python's email package would (RFC 2045 §6), line by line, so that what many mails share is encoded once.

Which encoding a body gets depends on all of it: seven bits when every line is short and in ASCII, otherwise
quoted-printable or base64, whichever makes less of the first ten lines (email.contentmanager._encode_text).
Quoted-printable works on each line alone, so constant lines are kept encoded; base64 does not, and is done at one go.
"""

import re
from binascii import b2a_base64
from collections.abc import Callable, Iterator, Sequence
from email import quoprimime
from itertools import chain, groupby

from outbox.mailpolicy import LINE

SNIFFED = 10  # lines that decide between quoted-printable and base64
B64_LINE = LINE // 4 * 4
_BREAK = re.compile("\r\n|\r|\n")  # what bytes.splitlines() splits at
CRLF = b"\r\n"

Piece = str | int  # constant text, or the number of a slot
Line = tuple[Piece, ...]


class Body:
    """A text in pieces. `encoded(values)` fills the slots: values hold no line break."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._lines = _lines_of(pieces)
        self._slotted = [line for line in self._lines if _has_slot(line)]
        constant = [_text(line) for line in self._lines if not _has_slot(line)]
        self._may_be_7bit = all(line.isascii() and len(line) <= LINE for line in constant)
        first = self._lines[:SNIFFED]
        self._first_slotted = sum(map(_has_slot, first))
        self._first_size = _size([_text(line) for line in first if not _has_slot(line)], None)
        self._runs: dict[str, list[bytes | None]] = {}
        # A last line that is empty is no line: with a slot at its end that depends on the value.
        self._last_is_open = bool(self._lines) and _has_slot(self._lines[-1])

    def encoded(self, values: Sequence[str]) -> tuple[bytes, bytes] | None:
        """Return the name of the encoding and the body with CRLF; None where only the email package knows what becomes of it."""
        filled = ["".join([values[p] if isinstance(p, int) else p for p in line]) for line in self._slotted]
        if self._last_is_open and not filled[-1]:
            return None
        if self._may_be_7bit and all(line.isascii() and len(line) <= LINE for line in filled):
            return b"7bit", self._join("7bit", map(str.encode, filled))
        first = filled[: self._first_slotted]
        quoted_first = list(map(quoted, first))
        as_quoted, data = map(sum, zip(self._first_size, _size(first, quoted_first), strict=True))
        if as_quoted > (data + 2) // 3 * 4 + 1:
            return b"base64", as_base64(self._join("base64", map(str.encode, filled)))
        rest = map(quoted, filled[self._first_slotted :])
        return b"quoted-printable", self._join("quoted-printable", chain(quoted_first, rest))

    def _join(self, encoding: str, slotted: Iterator[bytes]) -> bytes:
        runs = self._runs.get(encoding)
        if runs is None:
            runs = self._runs[encoding] = self._encoded_runs(
                quoted if encoding == "quoted-printable" else str.encode
            )
        return b"".join([next(slotted) + CRLF if run is None else run for run in runs])

    def _encoded_runs(self, encode: Callable[[str], bytes]) -> list[bytes | None]:
        """Constant lines next to each other, encoded, as one; None where a line with slots belongs."""
        runs: list[bytes | None] = []
        for slotted, lines in groupby(self._lines, _has_slot):
            if slotted:
                runs += [None for _ in lines]
            else:
                runs.append(b"".join([encode(_text(line)) + CRLF for line in lines]))
        return runs


def quoted(line: str) -> bytes:
    """One line in quoted-printable, with soft breaks; with other characters than ASCII the email package's own code does it."""
    if line.isascii() and line.isprintable() and line[-1:] != " ":
        plain = line.replace("=", "=3D")
        return (plain if len(plain) <= LINE else _wrapped(plain)).encode("ascii")
    return quoprimime.body_encode(line.encode().decode("latin-1"), LINE).replace("\n", "\r\n").encode("ascii")


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
    return CRLF.join([*lines, b""])


def _size(lines: Sequence[str], as_quoted: Sequence[bytes] | None) -> tuple[int, int]:
    """Bytes in quoted-printable, where every line end counts one, and bytes as they are, where it counts two."""
    encoded = as_quoted if as_quoted is not None else list(map(quoted, lines))
    return (
        sum(len(line) - line.count(CRLF) + 1 for line in encoded),
        sum(len(line.encode()) + 2 for line in lines),
    )


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
    return any(type(piece) is int for piece in line)


def _text(line: Line) -> str:
    return "".join(map(str, line))
