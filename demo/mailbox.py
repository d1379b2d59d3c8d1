"""`python -m demo.mailbox PORT FOLDER`: take every mail on loopback and keep it in a Maildir.

A message is answered 250 only when it is on disk under its last name (Maildir: written to tmp/,
renamed into new/), so a mailbox that is killed loses nothing that it has accepted. The envelope
stands above the message as servers write it: Return-Path, and one Delivered-To per recipient.
"""

import asyncio
import mailbox
import sys
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from demo.addresses import HOST

LARGEST_MESSAGE_BYTES = 40 * 1024 * 1024


class Keeper:
    """aiosmtpd's handler: it keeps what comes and refuses nobody."""

    def __init__(self, folder: Path) -> None:
        self.box = mailbox.Maildir(folder, create=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's name
        await asyncio.to_thread(self.box.add, with_envelope(envelope))
        return "250 2.0.0 kept for the demonstration"


def with_envelope(envelope: Envelope) -> bytes:
    lines = [f"Return-Path: <{envelope.mail_from or ''}>"]
    lines += [f"Delivered-To: {recipient}" for recipient in envelope.rcpt_tos]
    lines += [f"Received: by the demonstration mailbox; {format_datetime(datetime.now(UTC))}"]
    return ("\r\n".join(lines) + "\r\n").encode() + (envelope.original_content or b"")


async def serve(port: int, folder: Path) -> None:
    keeper = Keeper(folder)
    loop = asyncio.get_running_loop()

    def conversation() -> SMTP:
        # A name is given because looking up this machine's own may wait for a DNS server that is not there.
        return SMTP(
            keeper,
            hostname="localhost",
            enable_SMTPUTF8=True,
            data_size_limit=LARGEST_MESSAGE_BYTES,
            loop=loop,
        )

    server = await loop.create_server(conversation, host=HOST, port=port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
