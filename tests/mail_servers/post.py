"""What is asked of each mail server, whoever made it, and what it has taken: one Maildir for each domain."""

import mailbox
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path

DOMAIN, RETURNED_TO = DOMAINS = "target.example", "outcry.example"
# Mailboxes of DOMAIN that every server here is told about.
GONE, LATER, RETURNED = "gone", "later", "returned"
# A text with this subject is refused, where a server can look at a text.
REFUSED_SUBJECT = "refuse this"
USER, PASSWORD = "outcry", "pass-word"  # where a server asks for a log-in
MAIL = 8  # Debian's user and group of this name: whoever writes into mailboxes
SECONDS = 30
# What a server puts before the text that it was given (RFC 5321 §4.4), each maybe over several lines.
_TRACE = re.compile(
    rb"\A(?:(?:Return-Path|Received|Delivered-To|Envelope-To|Delivery-Date|X-Original-To):.*\n(?:[ \t].*\n)*)+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Post:
    """`folder` is its own, `port` listens on 127.0.0.1."""

    folder: Path
    port: int

    @property
    def maildirs(self) -> Path:
        return self.folder / "mail"

    def arrived(self, count: int, domain: str = DOMAIN) -> list[bytes]:
        """The texts with CRLF and without what the server put before them, sorted."""
        return sorted(map(_as_sent, self.files(count, domain)))

    def files(self, count: int, domain: str = DOMAIN) -> list[bytes]:
        """Once there are `count` that differ in their Message-ID, or time is up: a server delivers after it has answered."""
        ends = time.monotonic() + SECONDS
        while len(set(map(message_id_of, found := self._files(domain)))) < count and time.monotonic() < ends:
            time.sleep(0.05)
        return found

    def _files(self, domain: str) -> list[bytes]:
        new = self.maildirs / domain / "new"
        return [path.read_bytes() for path in new.iterdir()] if new.is_dir() else []

    def empty(self) -> None:
        for folder in self.maildirs.iterdir():
            mailbox.Maildir(folder, create=False).clear()


@contextmanager
def folder_of_its_own() -> Iterator[Path]:
    """Others than root go in there, which the folders of pytest do not allow."""
    with tempfile.TemporaryDirectory(prefix="outcry-mail-server-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "mail").mkdir()
        os.chown(folder / "mail", MAIL, MAIL)
        yield folder


def message_id_of(text: bytes) -> str:
    return str(message_from_bytes(text)["Message-ID"])


def _as_sent(file: bytes) -> bytes:
    return _TRACE.sub(b"", file).replace(b"\n", b"\r\n")
