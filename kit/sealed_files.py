"""Files that hold what people typed, sealed on the disk piece by piece, so that neither writing nor reading holds one whole.

A file is a row of frames: length of the sealed piece (4 bytes, big-endian), then the piece as kit/encryption.py seals it.
Opened, a piece begins with its number (8 bytes) and one byte that is 1 in the last one: pieces that were swapped, left
out or cut off are found.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from kit.encryption import KEY_ID_BYTES, WrongKey, ring

PIECE_BYTES = 64 * 1024
_HEAD = struct.Struct(">QB")
_LENGTH = struct.Struct(">I")


class SealedWriter:
    """Take plain bytes and write them sealed to `file`, which stays open. Nothing is whole before `finish`."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._waiting = bytearray()
        self._number = 0

    def write(self, plain: bytes) -> int:
        self._waiting += plain
        while len(self._waiting) > PIECE_BYTES:
            self._put(bytes(self._waiting[:PIECE_BYTES]), is_last=False)
            del self._waiting[:PIECE_BYTES]
        return len(plain)

    def finish(self) -> None:
        self._put(bytes(self._waiting), is_last=True)
        self._waiting.clear()

    def _put(self, plain: bytes, *, is_last: bool) -> None:
        sealed = ring().seal(_HEAD.pack(self._number, is_last) + plain)
        self._file.write(_LENGTH.pack(len(sealed)) + sealed)
        self._number += 1


def opened(file: BinaryIO) -> Iterator[bytes]:
    """Yield the plain bytes of a sealed file, piece by piece, and close it. WrongKey when it is not as it was written."""
    with file:
        number, is_last = 0, 0
        while head := file.read(_LENGTH.size):
            if is_last or len(head) < _LENGTH.size:
                raise WrongKey("A sealed file was changed on the disk.")
            (size,) = _LENGTH.unpack(head)
            plain = ring().open(file.read(size))
            found, is_last = _HEAD.unpack_from(plain)
            if found != number:
                raise WrongKey("A sealed file was changed on the disk.")
            number += 1
            yield plain[_HEAD.size :]
        if not is_last:
            raise WrongKey("A sealed file was cut off on the disk.")


def sealed_under(file: BinaryIO) -> bytes:
    """The id of the key that its first piece is sealed under (kit/encryption.py)."""
    return file.read(_LENGTH.size + 1 + KEY_ID_BYTES)[_LENGTH.size + 1 :]
