"""Where the files of print batches lie: a private folder (STORAGES["prints"]), never served, readable by the owner alone.

One process writes a file at a time. The lock is the kernel's and ends with the process, so that a worker which wakes after
its claim ran out cannot write into what another one goes on with.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from django.core.files.storage import FileSystemStorage, storages
from django.db import transaction

from letters.models import BatchFile, PrintBatch

OWNER_ONLY, FOLDER_OWNER_ONLY = 0o600, 0o700


class Elsewhere(Exception):
    """Another process writes this file."""


class Gone(Exception):
    """The file on disk is not what was written: somebody has deleted it, or another version has begun it."""


def storage() -> FileSystemStorage:
    """Files are written piece by piece and cut back after a crash, which only a folder on a disk can do."""
    return cast(FileSystemStorage, storages["prints"])


def place(name: str) -> Path:
    return Path(storage().path(name))


@contextmanager
def opened(file: BatchFile) -> Iterator[BinaryIO]:
    """The file to write to, cut back to what the row knows. Raises Elsewhere and Gone."""
    path = place(file.name)
    path.parent.mkdir(mode=FOLDER_OWNER_ONLY, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, OWNER_ONLY)
    with os.fdopen(descriptor, "r+b") as out:
        try:
            fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Elsewhere from None
        if path.stat().st_size < file.size:
            raise Gone
        out.truncate(file.size)
        out.seek(file.size)
        yield cast(BinaryIO, out)


def kept(out: IO[bytes]) -> int:
    """Have all that was written on the disk; return how many bytes those are."""
    out.flush()
    os.fsync(out.fileno())
    return out.tell()


def forget(batch: PrintBatch) -> None:
    """Delete its files, after the commit, and what is known of them."""
    names = [file.name for file in batch.files.all()]
    batch.files.all().delete()
    transaction.on_commit(lambda: delete(names))


def delete(names: list[str]) -> None:
    for name in names:
        place(name).unlink(missing_ok=True)


def strays() -> list[str]:
    """Files that no row knows: what a crash has left behind."""
    folder = place("")
    known = {file.name for file in BatchFile.objects.all()}
    return sorted(path.name for path in folder.glob("batch-*.pdf") if path.name not in known)
