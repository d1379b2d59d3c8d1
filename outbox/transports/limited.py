"""smtplib's client, with an end to its patience: a server that drips its answers is alive by every timeout and never done.

A socket's own timeout begins anew with each byte, and a reply may have any number of lines (RFC 5321 §4.2.1). So each wait
is also no longer than what is left for the whole conversation, which the caller says.
"""

import io
import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from typing import Any

_ONE_LINE = re.compile(rb"[2-5][0-9]{2} [^\r\n]{0,500}\r\n")
RECORD = 16_384  # bytes that TLS sends at once (RFC 8446 §5.1): between two of them the time is looked at


class _Reader(io.RawIOBase):
    """The bytes of a socket; for `peek` none but those that are here."""

    def __init__(self, sock: socket.socket, wait: Callable[[], None]) -> None:
        self._sock, self._wait = sock, wait
        self.is_waiting = True

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if not self.is_waiting:
            return None
        self._wait()
        return self._sock.recv_into(buffer)


class LimitedSMTP(smtplib.SMTP):
    """`left()` returns for how many seconds the next wait may last, or raises TimeoutError when none is left."""

    def __init__(self, host: str, port: int, *, left: Callable[[], float], **options: Any) -> None:
        self._left = left
        super().__init__(host, port, timeout=left(), **options)

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self._reader = _Reader(self.sock, self._set_timeout)
            self.file = io.BufferedReader(self._reader)
        # A reply of one line that is here already, as those behind the first of a pipeline are.
        if self.file is not None and _ONE_LINE.match(self._here()):
            line: bytes = self.file.readline()
            return int(line[:3]), line[4:].strip(b" \t\r\n")
        return super().getreply()

    def send(self, s: Any) -> None:
        step = RECORD if isinstance(self.sock, ssl.SSLSocket) else len(s)
        for start in range(0, len(s), step):
            self._set_timeout()
            super().send(s[start : start + step])

    def has_said_more(self) -> bool:
        """Whether something that nobody has read has come with the last reply."""
        return bool(self._here())

    def _here(self) -> bytes:
        if self.file is None:
            return b""
        self._reader.is_waiting = False
        here: bytes = self.file.peek()
        self._reader.is_waiting = True
        return here

    def _set_timeout(self) -> None:
        left = self._left()
        if self.sock is not None and self.sock.gettimeout() != left:
            self.sock.settimeout(left)


class LimitedSMTPOverTLS(LimitedSMTP, smtplib.SMTP_SSL):
    """The same, with TLS from the first byte."""
