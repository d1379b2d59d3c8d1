"""Read the demonstration's Maildir for its pages: newest first, one message with its parts."""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage, Message
from itertools import takewhile
from pathlib import Path

from django.conf import settings

KEY = re.compile(r"[A-Za-z0-9._,=+:-]+")


@dataclass(frozen=True)
class Part:
    """An attachment: its place in the message, counted from 0."""

    number: int
    filename: str
    content_type: str
    content: bytes

    @property
    def is_pdf(self) -> bool:
        return self.content_type == "application/pdf"


@dataclass(frozen=True)
class Received:
    """One mail as it arrived. `key` is its file's name in the Maildir."""

    key: str
    arrived_at: datetime
    mail: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.mail.get("Subject", ""))

    @property
    def sender(self) -> str:
        return str(self.mail.get("From", ""))

    @property
    def recipients(self) -> list[str]:
        """The envelope's recipients: who really got it, copies included."""
        return [str(value) for value in self.mail.get_all("Delivered-To", [])]

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.mail.items()]

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    @property
    def parts(self) -> list[Part]:
        return [
            Part(number, each.get_filename() or f"part-{number}", each.get_content_type(), _content(each))
            for number, each in enumerate(self.mail.iter_attachments())
        ]

    def _body(self, kind: str) -> str:
        body = self.mail.get_body((kind,))
        if body is None:
            return ""
        try:
            return body.get_content()
        except LookupError:  # a charset that nobody knows
            return _content(body).decode("ascii", "replace")


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def folder() -> Path:
    return settings.OUTCRY_DEMO_DIR / "mail"


def files() -> list[Path]:
    """Every mail's file, newest first."""
    found = [(path.stat().st_mtime_ns, path) for box in ("new", "cur") for path in (folder() / box).glob("*")]
    return [path for _, path in sorted(found, reverse=True)]


def read(path: Path, *, headers_only: bool = False) -> Received:
    # SMTPUTF8: an address may be written in its own letters.
    policy = email.policy.SMTPUTF8
    if headers_only:
        with path.open("rb") as file:
            mail = email.message_from_bytes(
                b"".join(takewhile(lambda line: line not in {b"\n", b"\r\n"}, file)), policy=policy
            )
    else:
        mail = email.message_from_bytes(path.read_bytes(), policy=policy)
    assert isinstance(mail, EmailMessage)  # noqa: S101 -- narrows the type; the policy makes nothing else
    return Received(path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC), mail)


def find(key: str) -> Received | None:
    if not KEY.fullmatch(key):
        return None
    return next((read(path) for box in ("new", "cur") if (path := folder() / box / key).is_file()), None)
