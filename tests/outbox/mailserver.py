"""A mail server in the test process that speaks real SMTP and answers as a test tells it.

with mail_server() as server:
    server.script = ["451 4.3.0 later", DROP_AFTER_TEXT]     # for the next messages; then 250
"""

import asyncio
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.outbox.chunking import ChunkingSMTP

DROP_AFTER_TEXT = "drop after the text"
DROP_BEFORE_TEXT = "drop before the text"
DRIP = "an answer without an end, byte by byte"


@dataclass
class MailServer:
    script: list[str] = field(default_factory=list)
    rcpt_script: list[str] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)  # of each envelope
    extensions: list[str] = field(default_factory=list)  # to offer besides aiosmtpd's own
    heard: Counter[str] = field(default_factory=Counter)  # commands
    connections: int = 0
    port: int = 0

    async def handle_EHLO(  # noqa: N802 -- aiosmtpd calls it by this name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return [*responses[:-1], *(f"250-{name}" for name in self.extensions), responses[-1]]

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt_script:
            answer = self.rcpt_script.pop(0)
            if answer == DROP_BEFORE_TEXT:
                server.transport.abort()
            if answer == DRIP:
                await self._drip(server)
            if not answer.startswith("250"):
                return answer
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = (
            self.script.pop(0) if self.script else f"250 2.0.0 Ok: queued as Q{len(self.envelopes) + 1:04}"
        )
        if answer in {DROP_AFTER_TEXT, DRIP} or answer.startswith("250"):
            self.envelopes.append(envelope)
            self.sessions.append(session)
        if answer == DROP_AFTER_TEXT:
            server.transport.abort()
            await asyncio.sleep(0)
        if answer == DRIP:
            await self._drip(server)
        return answer

    async def _drip(self, server: SMTP) -> None:
        """Until whoever waits hangs up."""
        while not server.transport.is_closing():
            for byte in b"250-one moment\r\n":
                server.transport.write(bytes([byte]))
                await asyncio.sleep(0.01)

    @property
    def flown(self) -> list[bool]:
        """Of each envelope: whether its text came before anything was answered."""
        return [envelope.flew for envelope in self.envelopes]

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(envelope.content, policy=default) for envelope in self.envelopes]


@contextmanager
def mail_server(*, hostname: str = "127.0.0.1", **options: object) -> Iterator[MailServer]:
    """`options` are aiosmtpd's: `ssl_context` for TLS from the first byte, `tls_context` for STARTTLS, `authenticator` …"""
    handler = MailServer()
    options.setdefault("enable_SMTPUTF8", True)
    controller = _Controller(handler, hostname=hostname, port=0, **options)
    controller.port = _free_port(hostname)
    controller.start()
    handler.port = controller.port
    try:
        yield handler
    finally:
        controller.stop()


class _Counting(ChunkingSMTP):
    def __init__(self, handler: MailServer, **options: object) -> None:
        super().__init__(handler, **options)
        for verb in ("MAIL", "RCPT", "RSET", "BDAT", "DATA"):
            self._smtp_methods[verb] = self._counted(verb, self._smtp_methods[verb])

    def _counted(self, verb: str, method: Callable) -> Callable:
        async def counted(arg: str) -> None:
            self.event_handler.heard[verb] += 1
            await method(arg)

        return counted


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Counting(self.handler, **self.SMTP_kwargs)


def _free_port(hostname: str) -> int:
    with socket.socket(socket.AF_INET6 if ":" in hostname else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((hostname, 0))
        return probe.getsockname()[1]
