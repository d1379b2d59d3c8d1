"""A mailbox over IMAP (RFC 3501, 9051), always under TLS: the password opens everything that was answered.

Python's imaplib is enough for four commands; what it does not do (SASL beyond PLAIN, folders with names in other scripts)
is left to the mail server's settings.
"""

import contextlib
import imaplib
import ipaddress
import re
import ssl
from collections.abc import Iterator
from typing import Any, Self

from django.conf import settings

from kit.received_mail import MOST_BYTES
from outbox.mail_sources.base import MOST_AT_ONCE, MailSource, SourceError

_LOST = (imaplib.IMAP4.error, OSError, ssl.SSLError)


class IMAPSource(MailSource):
    name = "imap"

    def __init__(
        self, *, host: str, port: int | None, user: str, password: str, folder: str, is_implicit: bool
    ) -> None:
        self._host, self._user, self._password = host, user, password
        self._port = port or (993 if is_implicit else 143)
        self._folder = folder
        self._is_implicit = is_implicit

    def __enter__(self) -> Self:
        server: imaplib.IMAP4 | None = None
        try:
            server = self._server = self._connect()
            self._log_in()
            self._can_expunge_one = self._is_offered("UIDPLUS")
            folder = self._folder.replace("\\", "\\\\").replace('"', '\\"')
            self._done(server.select(f'"{folder}"'), "The folder cannot be opened")
        except _LOST as error:
            self._close(server)
            raise SourceError(f"The mailbox cannot be opened: {type(error).__name__}.") from error
        except SourceError:
            self._close(server)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._close(self._server)

    def waiting(self, most: int = MOST_AT_ONCE) -> Iterator[tuple[str, bytes]]:
        try:
            found = self._done(self._server.uid("SEARCH", "UNDELETED"), "The mailbox cannot be searched")
            for uid in (found[0] or b"").split()[:most]:
                # PEEK leaves it unread, for a person who looks at the mailbox meanwhile.
                answer = self._done(
                    self._server.uid("FETCH", uid.decode(), f"(BODY.PEEK[]<0.{MOST_BYTES + 1}>)"),
                    "A mail cannot be fetched",
                )
                content = next((part[1] for part in answer if isinstance(part, tuple)), None)
                if isinstance(content, bytes):
                    yield uid.decode(), content
        except _LOST as error:
            raise SourceError(f"The mailbox was lost: {type(error).__name__}.") from error

    def remove(self, handle: str) -> None:
        try:
            self._done(
                self._server.uid("STORE", handle, "+FLAGS.SILENT", r"(\Deleted)"), "A mail cannot be deleted"
            )
            if self._can_expunge_one:  # this mail, and no other that somebody has marked (RFC 4315 §2.1)
                self._done(self._server.uid("EXPUNGE", handle), "A mail cannot be deleted")
            else:
                self._done(self._server.expunge(), "A mail cannot be deleted")
        except _LOST as error:
            raise SourceError(f"The mailbox was lost: {type(error).__name__}.") from error

    def _connect(self) -> imaplib.IMAP4:
        trust = ssl.create_default_context()
        if self._is_implicit:
            return imaplib.IMAP4_SSL(
                self._host, self._port, ssl_context=trust, timeout=settings.EMAIL_TIMEOUT
            )
        server = imaplib.IMAP4(self._host, self._port, timeout=settings.EMAIL_TIMEOUT)
        try:
            if "STARTTLS" in server.capabilities:
                server.starttls(trust)
            elif not _is_this_machine(self._host):
                raise SourceError("The mail server offers no TLS: use imaps://, or another server.")
        except BaseException:
            with contextlib.suppress(OSError):
                server.shutdown()
            raise
        return server

    def _log_in(self) -> None:
        try:
            if "AUTH=PLAIN" in self._server.capabilities:  # RFC 4616; LOGIN cannot carry other scripts
                plain = f"\0{self._user}\0{self._password}".encode()
                self._server.authenticate("PLAIN", lambda _challenge: plain)
            else:
                self._server.login(self._user, self._password)
        except imaplib.IMAP4.abort:
            raise
        except (imaplib.IMAP4.error, UnicodeError) as error:
            raise SourceError("The mailbox refuses the name or the password of OUTCRY_INTAKE_URL.") from error

    def _is_offered(self, what: str) -> bool:
        """Asked after the log-in: most servers tell only then what they can do with a mailbox (RFC 9051 §7.2.2), and imaplib
        asks before.
        """
        told = self._done(self._server.capability(), "The mail server does not say what it can do")
        return what in b" ".join(told).decode("ascii", "replace").upper().split()

    @staticmethod
    def _done(answer: tuple[str, list[Any]], trouble: str) -> list[Any]:
        state, content = answer
        if state != "OK":
            # What servers say there may name people; the bare code of RFC 5530 does not.
            said = (
                re.search(rb"\[([A-Z-]+)\]", content[0])
                if content and isinstance(content[0], bytes)
                else None
            )
            raise SourceError(f"{trouble}{f' ({said[1].decode()})' if said else ''}.")
        return content

    @staticmethod
    def _close(server: imaplib.IMAP4 | None) -> None:
        if server is not None:
            with contextlib.suppress(*_LOST):
                server.logout()
            # A logout that found nobody there leaves the socket open.
            with contextlib.suppress(OSError):
                server.shutdown()


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
