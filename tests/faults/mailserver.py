"""A mail server in a process of its own: `python -m tests.faults.mailserver PORT FILE`.

It writes the Message-ID of each message that it took to FILE before it answers, as a real server
writes its log, and takes a moment for each, so that there is something to interrupt.
"""

import asyncio
import os
import sys
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.controller import UnthreadedController
from aiosmtpd.smtp import SMTP, Envelope, Session

SECONDS_PER_MESSAGE = 0.01


class Log:
    def __init__(self, path: Path) -> None:
        self.file = path.open("a")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd calls it by this name
        await asyncio.sleep(SECONDS_PER_MESSAGE)
        self.file.write(message_from_bytes(envelope.content)["Message-ID"].strip() + "\n")
        self.file.flush()
        os.fsync(self.file.fileno())
        return "250 2.0.0 Ok: queued as LOGGED"


def main(port: int, path: Path) -> None:
    loop = asyncio.new_event_loop()
    controller = UnthreadedController(Log(path), hostname="127.0.0.1", port=port, loop=loop)
    controller.begin()
    loop.run_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
