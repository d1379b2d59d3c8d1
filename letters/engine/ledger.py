"""A PDF file that grows: every object is a stream or is packed into one, and where it is, is kept in eight bytes.

The clauses are those of ISO 32000-1. Objects may come in any order (7.5.1); those that are no streams are packed into
object streams (7.5.7). Nothing else is in the file before its end. So it can be read again, object by object, and nothing
but its length is needed to go on with it.
"""

import hashlib
import re
import zlib
from array import array
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from letters.engine.filing import HEADER, pack

# An entry of the cross-reference stream (7.5.8.3) is one number of eight bytes: its kind, then offset or number of the
# object stream, then the index in that.
_WIDTHS = (1, 5, 2)
_ENTRY = sum(_WIDTHS)
_FREE, _IN_FILE, _PACKED = 65535, 1 << 56, 2 << 56
_OBJECT = re.compile(rb"(\d+) 0 obj<<(.*?)/Length (\d+)>>stream\n", re.DOTALL)
_FIRST = re.compile(rb"/Type/ObjStm/N \d+/First (\d+)")
_END = b"\nendstream\nendobj\n"
_BLOCK = 1 << 18  # bytes, read or written at a time


class Ledger:
    """Numbers below `kept` are for objects that are written last; all others are given out here."""

    def __init__(self, out: BinaryIO, *, kept: int) -> None:
        self._begin(out, kept)
        self._put(HEADER)

    def _begin(self, out: BinaryIO, kept: int) -> None:
        self.out, self.at = out, 0
        self.entries = array("Q", [_FREE]) * kept
        self._waiting: list[bytes] = []
        self._waits = 0
        self._digest = hashlib.sha256()

    @classmethod
    def reopen(cls, out: BinaryIO, *, at: int, numbers: int) -> "Ledger":
        """Go on after `at` bytes and `numbers` given out. Raise ValueError when `out` has other bytes than were written."""
        self = cls.__new__(cls)
        self._begin(out, numbers)
        for number, begins, first, data in _objects(self._read(at)):
            self._note(number, _IN_FILE | begins << 16)
            if first:
                pairs = zlib.decompress(data)[:first].split()
                for index, packed in enumerate(pairs[::2]):
                    self._note(int(packed), _PACKED | number << 16 | index)
        self.at = at
        out.seek(at)
        out.truncate()
        return self

    def _read(self, at: int) -> Iterator[bytes]:
        self.out.seek(0)
        while at:
            block = self.out.read(min(at, _BLOCK))
            if not block:
                raise ValueError("the file is shorter than it was")
            at -= len(block)
            self._digest.update(block)
            yield block

    def _note(self, number: int, entry: int) -> None:
        if number >= len(self.entries):
            raise ValueError("the file has more objects than were written")
        self.entries[number] = entry

    def number(self) -> int:
        self.entries.append(_FREE)
        return len(self.entries) - 1

    def deflated(self, data: bytes) -> int:
        """Write a stream of deflated bytes and return its number. Every letter comes by here."""
        number = len(self.entries)
        self.entries.append(_IN_FILE | self.at << 16)
        self._put(
            b"%d 0 obj<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream\nendobj\n"
            % (number, len(data), data)
        )
        return number

    def stream(self, number: int, head: bytes, data: bytes) -> None:
        """`head`: the stream's dictionary without brackets and length."""
        self.entries[number] = _IN_FILE | self.at << 16
        self._put(b"%d 0 obj<<%b/Length %d>>stream\n%b%b" % (number, head, len(data), data, _END))

    def pack(self, objects: Sequence[tuple[int, bytes]]) -> None:
        packed = self.number()
        for index, (number, _) in enumerate(objects):
            self.entries[number] = _PACKED | packed << 16 | index
        self.entries[packed] = _IN_FILE | self.at << 16
        self._put(pack(packed, objects))

    def _put(self, data: bytes) -> None:
        self._waiting.append(data)
        self._waits += len(data)
        self.at += len(data)
        if self._waits > _BLOCK:
            self._write()

    def _write(self) -> None:
        data = b"".join(self._waiting)
        self._waiting.clear()
        self._waits = 0
        self._digest.update(data)
        self.out.write(data)

    def flush(self) -> None:
        self._write()
        self.out.flush()

    def close(self, *, root: int, info: int) -> None:
        """Cross-reference stream (7.5.8) and the file's names, both made of all that is in it (14.4)."""
        number, begins = self.number(), self.at
        self.entries[number] = _IN_FILE | begins << 16
        self._write()
        name = self._digest.hexdigest()[:32].encode()
        head = b"/Type/XRef/Size %d/W[%d %d %d]/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]" % (
            number + 1, *_WIDTHS, root, info, name, name,
        )  # fmt: skip
        head += b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns %d>>" % _ENTRY
        data = zlib.compress(_predicted(self.entries))
        self._put(b"%d 0 obj<<%b/Length %d>>stream\n%b%b" % (number, head, len(data), data, _END))
        self._put(b"startxref\n%d\n%%%%EOF\n" % begins)
        self.flush()


def _predicted(entries: "array[int]") -> bytes:
    """Each entry as its difference from the one before, byte by byte: the PNG filter Up (7.4.4.4), whose number is 2.

    Bytes are subtracted all at once, as one number, and the high bit of each keeps it from borrowing of the next.
    """
    size = len(entries) * _ENTRY
    rows = b"".join([entry.to_bytes(_ENTRY, "big") for entry in entries])
    high = int.from_bytes(b"\x80" * size, "big")
    one, other = int.from_bytes(rows, "big"), int.from_bytes(bytes(_ENTRY) + rows[:-_ENTRY], "big")
    low = (1 << 8 * size) - 1 ^ high
    less = ((one | high) - (other & low)) ^ ((one ^ other ^ high) & high)
    differences = less.to_bytes(size, "big")
    filtered = bytearray(b"\2") * (len(entries) * (_ENTRY + 1))
    for column in range(_ENTRY):
        filtered[column + 1 :: _ENTRY + 1] = differences[column::_ENTRY]
    return bytes(filtered)


def _objects(blocks: Iterator[bytes]) -> Iterator[tuple[int, int, int, bytes]]:
    """Yield (number, offset, where objects begin in it if it is an object stream or 0, its bytes) of all in the file."""
    data, gone, at = b"", 0, len(HEADER)
    for block in blocks:
        data += block
        while found := _OBJECT.match(data, at):
            end = found.end() + int(found[3])
            if len(data) < end + len(_END):
                break
            first = _FIRST.match(found[2])
            packed = data[found.end() : end] if first else b""
            yield int(found[1]), gone + at, int(first[1]) if first else 0, packed
            at = end + len(_END)
        data, gone, at = data[at:], gone + at, 0
    if data:
        raise ValueError("the file is another one than it was")
