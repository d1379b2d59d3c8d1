"""Read a mail server's log from where it was read last, whether it grew, was rotated, or was cut."""

import gzip
import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.db import transaction

from outbox.models import Bookmark
from outbox.postfix_log import read

FIRST_LINE = 4_096


class LogError(Exception):
    """A log that cannot be read. The words name its path."""


def read_file(path: Path, *, now: datetime) -> int:
    """Return how many notices are new. The place is kept by the same commit as the notices: a crash reads again, and notes once.

    A line that is still being written waits for its end. A log that was rotated is read from its beginning: what had been
    written to the old one since is read by naming that one too (mail.log.1).
    """
    try:
        with _open(path) as file:
            return _from_the_bookmark(file, name=f"log {path.resolve()}"[:200], now=now)
    except OSError as error:
        raise LogError(f"{path} cannot be read: {error.strerror or error}.") from error


def _open(path: Path) -> BinaryIO:
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]  # both read bytes


@transaction.atomic
def _from_the_bookmark(file: BinaryIO, *, name: str, now: datetime) -> int:
    mark = hashlib.sha256(file.read(FIRST_LINE).partition(b"\n")[0]).hexdigest()
    Bookmark.objects.bulk_create([Bookmark(name=name, at=now)], ignore_conflicts=True)
    # Two readers of one log take turns; the second finds nothing left.
    bookmark = Bookmark.objects.select_for_update().get(name=name)
    place = bookmark.place if bookmark.mark == mark else 0
    if file.seek(0, 2) < place:
        place = 0
    file.seek(place)
    whole = _WholeLines(file)
    noted = read(whole, now=now)
    Bookmark.objects.filter(pk=bookmark.pk).update(place=place + whole.bytes, mark=mark, at=now)
    return noted


class _WholeLines:
    """Lines with their ends, and how many bytes they were."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.bytes = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._file:
            if not line.endswith(b"\n"):
                return
            self.bytes += len(line)
            yield line.decode("utf-8", "replace")
