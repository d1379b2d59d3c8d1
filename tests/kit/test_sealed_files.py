"""A sealed file is opened whole or not at all, and holds nothing that a reader of the disk understands."""

import io
import struct

import pytest

from kit.encryption import WrongKey
from kit.sealed_files import PIECE_BYTES, SealedWriter, opened


def sealed(plain: bytes, *, at_once: int = 10_000) -> bytes:
    file = io.BytesIO()
    writer = SealedWriter(file)
    for start in range(0, len(plain), at_once):
        writer.write(plain[start : start + at_once])
    writer.finish()
    return file.getvalue()


def frames(content: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(content):
        (size,) = struct.unpack_from(">I", content, at)
        found.append(content[at : at + 4 + size])
        at += 4 + size
    return found


@pytest.mark.parametrize("size", [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES])
def test_what_was_written_is_read(size):
    plain = b"Amara " * (size // 6) + b"x" * (size % 6)

    assert b"".join(opened(io.BytesIO(sealed(plain)))) == plain


def test_no_piece_is_larger_than_one_piece_whatever_was_written_at_once():
    pieces = list(opened(io.BytesIO(sealed(b"x" * 5 * PIECE_BYTES, at_once=5 * PIECE_BYTES))))

    assert [len(piece) for piece in pieces] == [PIECE_BYTES] * 5


def test_the_disk_holds_no_name():
    plain = b"Amara Okafor, Leeds\n" * 10_000

    assert b"Amara" not in sealed(plain)
    assert b"Amara" in plain


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda three: [three[1], three[0], three[2]],
        lambda three: [three[0], three[2]],
        lambda three: three[:2],
        lambda three: [*three, three[2]],
        lambda three: [*three[:2], three[2][:-1]],
        lambda three: [*three, b"\0"],
        lambda three: [],
    ],
    ids=["swapped", "left out", "cut off", "repeated", "cut in a piece", "longer", "empty"],
)
def test_a_file_that_was_changed_on_the_disk_is_not_read_to_its_end(spoilt):
    three = frames(sealed(b"x" * (2 * PIECE_BYTES + 9)))
    assert len(three) == 3

    with pytest.raises(WrongKey):
        list(opened(io.BytesIO(b"".join(spoilt(three)))))
