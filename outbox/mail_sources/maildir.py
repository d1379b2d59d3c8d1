"""A Maildir (maildir(5)): one file for each mail, renamed into place when it is whole, so that nobody reads half of one."""

import contextlib
import mailbox
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from kit.received_mail import MOST_BYTES
from outbox.mail_sources.base import MOST_AT_ONCE, MailSource, SourceError


class MaildirSource(MailSource):
    name = "maildir"

    def __init__(self, folder: str | Path) -> None:
        self._folder = Path(folder)

    def __enter__(self) -> Self:
        missing = [part for part in ("new", "cur", "tmp") if not (self._folder / part).is_dir()]
        if missing:
            raise SourceError(
                "The Maildir of OUTCRY_INTAKE_URL is not there, or is not readable for this user."
            )
        self._maildir = mailbox.Maildir(self._folder, factory=None, create=False)
        return self

    def __exit__(self, *_: object) -> None:
        self._maildir.close()

    def waiting(self, most: int = MOST_AT_ONCE) -> Iterator[tuple[str, bytes]]:
        try:
            keys = sorted(self._maildir.keys())[:most]  # names begin with the time of delivery
            for key in keys:
                # Another worker may have taken it meanwhile.
                with contextlib.suppress(KeyError, FileNotFoundError):
                    with self._maildir.get_file(key) as file:
                        content = file.read(MOST_BYTES + 1)
                    yield key, content
        except OSError as error:
            raise SourceError(f"The Maildir cannot be read: {error.strerror}.") from error

    def remove(self, handle: str) -> None:
        try:
            self._maildir.discard(handle)
        except OSError as error:
            raise SourceError(f"The Maildir cannot be written: {error.strerror}.") from error
