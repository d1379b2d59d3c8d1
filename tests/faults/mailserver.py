"""A mail server in a process of its own: `python -m tests.faults.mailserver PORT FILE [SECONDS [EXTENSION …]]`.

It writes the Message-ID of each message that it took to FILE before it answers, as a real server
writes its log, and takes SECONDS for each, so that there is something to interrupt.

Beside FILE lies its mood, one line that it reads at every message:

    defer N       451 to the first N tries of each message, then it takes it
    refuse TEXT   550 to whom is called TEXT
    silence N     to N messages never an answer after the text; every second of them it has taken
    drop N        the same, hanging up
    drip S        answers letter by letter, with S seconds between
"""

import asyncio
import os
import sys
from collections import Counter
from collections.abc import Sequence
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.controller import UnthreadedController
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.outbox.chunking import ChunkingSMTP

SECONDS_PER_MESSAGE = 0.01
HOST = "0.0.0.0"  # noqa: S104 -- machines with addresses of their own reach it too
TAKEN = "250 2.0.0 Ok: queued as LOGGED"
SLOWLY = b"250-2.0.0 one moment\r\n"


class Log:
    def __init__(self, path: Path, seconds: float, extensions: Sequence[str]) -> None:
        self.seconds, self.extensions = seconds, extensions
        self.file = path.open("a")
        self.mood = mood_beside(path)
        self.words = ""
        self.tries: Counter[str] = Counter()
        self.spoilt = 0

    async def handle_EHLO(  # noqa: N802 -- aiosmtpd calls these by these names
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], *(f"250-{name}" for name in self.extensions), responses[-1]]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- the same
        await asyncio.sleep(self.seconds)
        message_id = message_from_bytes(envelope.content)["Message-ID"].strip()
        mood, what = self._mood()
        self.tries[message_id] += 1
        if mood == "defer" and self.tries[message_id] <= int(what):
            return "451 4.3.0 Later, please"
        if mood == "refuse" and what in envelope.rcpt_tos[0]:
            return "550 5.1.1 No such mailbox"
        if mood in {"silence", "drop"} and self.spoilt < int(what):
            self.spoilt += 1
            if self.spoilt % 2:
                self._note(message_id)
            if mood == "silence":
                await asyncio.sleep(3600)
            server.transport.abort()
            return TAKEN
        self._note(message_id)
        if mood == "drip":
            for letter in SLOWLY:
                server.transport.write(bytes([letter]))
                await asyncio.sleep(float(what))
        return TAKEN

    def _mood(self) -> tuple[str, str]:
        words = self.mood.read_text() if self.mood.exists() else ""
        if words != self.words:
            self.words, self.spoilt = words, 0
            self.tries.clear()
        mood, _, what = words.partition(" ")
        return mood, what

    def _note(self, message_id: str) -> None:
        self.file.write(message_id + "\n")
        self.file.flush()
        os.fsync(self.file.fileno())


def mood_beside(log: Path) -> Path:
    return log.with_name("mood")


class _Controller(UnthreadedController):
    def factory(self) -> SMTP:
        return ChunkingSMTP(self.handler, **self.SMTP_kwargs)


def main(
    port: int,
    path: Path,
    seconds: float = SECONDS_PER_MESSAGE,
    extensions: Sequence[str] = ("PIPELINING", "CHUNKING"),
) -> None:
    loop = asyncio.new_event_loop()
    controller = _Controller(Log(path, seconds, extensions), hostname=HOST, port=port, loop=loop)
    controller.begin()
    loop.run_forever()


if __name__ == "__main__":
    port, path, *how = sys.argv[1:]
    main(int(port), Path(path), *([float(how[0]), how[1:]] if how else []))
