"""What a backup looks like: lines of JSON, compressed, sealed piece by piece under the key ring (kit/sealed_files.py).

    {"outcry": 1, "at": …, "migrations": [[app, name], …], "ring": …}
    {"table": "appeals.Signature", "columns": ["id", …]}     and below it a list for each row
    {"file": "pictures/….jpg"}                               and below it strings in base64, a piece each
    {"end": {"rows": 17, "files": 2}}

The key is not in it. `ring` is a fingerprint by which the right one is known, the key that finds addresses included.
"""

import json
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from kit.encryption import ring
from kit.sealed_files import SealedWriter, opened

MAGIC = b"outcry backup 1\n"
OWNER_ONLY = 0o600
GZIP = 16 + zlib.MAX_WBITS


class NotABackup(Exception):
    """The file is none of ours, or not whole."""


def fingerprint() -> str:
    return ring().index("this ring", purpose="backup")


class Lines:
    """Takes values and writes them; nothing is whole before the end line."""

    def __init__(self, out: SealedWriter) -> None:
        self._out = out
        self._deflate = zlib.compressobj(6, zlib.DEFLATED, GZIP)

    def put(self, value: Any) -> None:
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        self._out.write(self._deflate.compress(line.encode() + b"\n"))

    def finish(self) -> None:
        self._out.write(self._deflate.flush())
        self._out.finish()


@contextmanager
def writing(path: Path) -> Iterator[Lines]:
    """For its owner alone, and under its name only when it is whole and on the disk. FileExistsError: nothing is overwritten."""
    if path.exists():
        raise FileExistsError(path)
    part = path.with_name(path.name + ".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(MAGIC)
            lines = Lines(SealedWriter(cast(BinaryIO, file)))
            yield lines
            lines.finish()
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


def reading(path: Path) -> Iterator[Any]:
    """Yield each line. WrongKey where the ring does not open it or it was changed, NotABackup where it is none or not whole."""
    file = path.open("rb")
    if file.read(len(MAGIC)) != MAGIC:
        file.close()
        raise NotABackup("This is no backup of Outcry.")
    inflate, rest = zlib.decompressobj(GZIP), b""
    for piece in opened(file):
        *whole, rest = (rest + inflate.decompress(piece)).split(b"\n")
        yield from map(json.loads, whole)
    if rest or not inflate.eof:
        raise NotABackup("The backup is not whole.")
