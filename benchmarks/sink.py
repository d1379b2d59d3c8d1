"""A mail server in a process of its own that takes everything, as quickly as Python can, and counts.

    python -m benchmarks.sink       first line of its output: {"smtp": port, "control": port}

Control, one JSON line each way: {"do": "reset"}, and {"do": "wait", "count": n, "seconds": s}, which is
answered when n messages are in or s seconds are over. Messages are told apart by their first recipient.
Times are time.monotonic(), which all processes of one Linux share.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from typing import Any

from demo.addresses import HOST

GREETING = b"220 sink ESMTP\r\n"
EXTENSIONS = (
    b"250-sink\r\n250-PIPELINING\r\n250-CHUNKING\r\n250-SIZE 52428800\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"
)
OK, GO_ON, BYE = b"250 2.0.0 Ok\r\n", b"354 go on\r\n", b"221 2.0.0 Bye\r\n"
END = b"\r\n.\r\n"


class Basket:
    """What has arrived since the last reset."""

    def __init__(self) -> None:
        self.reset()
        self.arrival = asyncio.Event()

    def reset(self) -> None:
        self.by_recipient: Counter[bytes] = Counter()
        self.accepted = self.bytes = self.connections = 0
        self.last_at = 0.0

    def take(self, recipient: bytes, size: int) -> None:
        self.by_recipient[recipient] += 1
        self.accepted += 1
        self.bytes += size
        self.last_at = time.monotonic()
        self.arrival.set()

    async def wait(self, count: int, seconds: float) -> dict[str, Any]:
        ends = time.monotonic() + seconds
        while len(self.by_recipient) < count and time.monotonic() < ends:
            self.arrival.clear()
            try:
                await asyncio.wait_for(self.arrival.wait(), ends - time.monotonic())
            except TimeoutError:
                break
        return {
            "accepted": self.accepted,
            "distinct": len(self.by_recipient),
            "bytes": self.bytes,
            "connections": self.connections,
            "last_at": self.last_at,
        }


class Conversation(asyncio.Protocol):
    def __init__(self, basket: Basket) -> None:
        self.basket = basket
        self.buffer = bytearray()
        self.in_text = self.is_over = False
        self.chunk = 0  # bytes still to come of a text that said how long it is (BDAT … LAST, RFC 3030)
        self.seen = 0  # of the text, so that a long one is not searched again and again
        self.recipient = b""
        self.answers: list[bytes] = []  # to what came together, which are sent together (RFC 2920 §3.2)

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.basket.connections += 1
        transport.write(GREETING)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while self.buffer and self._part():
            pass
        if self.answers:
            self.transport.write(b"".join(self.answers))
            self.answers.clear()
        if self.is_over:
            self.transport.close()

    def _part(self) -> bool:
        if self.chunk:
            return self._chunk()
        return self._text() if self.in_text else self._command()

    def _chunk(self) -> bool:
        if len(self.buffer) < self.chunk:
            return False
        del self.buffer[: self.chunk]
        size, self.chunk = self.chunk, 0
        self._take(size)
        return True

    def _text(self) -> bool:
        end = self.buffer.find(END, max(0, self.seen - len(END)))
        if end < 0:
            self.seen = len(self.buffer)
            return False
        del self.buffer[: end + len(END)]
        self.in_text, self.seen = False, 0
        self._take(end)
        return True

    def _take(self, size: int) -> None:
        self.basket.take(self.recipient, size)
        self.recipient = b""
        self.answers.append(b"250 2.0.0 Ok: queued as S%d\r\n" % self.basket.accepted)

    def _command(self) -> bool:
        end = self.buffer.find(b"\r\n")  # not partition(): it would copy all the texts behind the line
        if end < 0:
            return False
        line = self.buffer[:end]
        del self.buffer[: end + 2]
        verb = bytes(line[:4]).upper()
        if verb == b"DATA":
            self.in_text = True
            self.answers.append(GO_ON)
        elif verb == b"BDAT":
            self.chunk = int(line.split()[1])
        elif verb == b"EHLO":
            self.answers.append(EXTENSIONS)
        elif verb == b"QUIT":
            self.answers.append(BYE)
            self.is_over = True
        else:
            if verb == b"RCPT" and not self.recipient:
                self.recipient = bytes(line[8:]).partition(b">")[0].strip(b" <")
            elif verb == b"RSET":
                self.recipient = b""
            self.answers.append(OK)
        return True


async def main() -> None:
    basket, loop = Basket(), asyncio.get_running_loop()

    async def control(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            asked = json.loads(line)
            if asked["do"] == "reset":
                basket.reset()
            count, seconds = asked.get("count", 0), asked.get("seconds", 0)
            writer.write(json.dumps(await basket.wait(count, seconds)).encode() + b"\n")
        writer.close()

    smtp = await loop.create_server(lambda: Conversation(basket), HOST, 0, backlog=200)
    controls = await asyncio.start_server(control, HOST, 0)
    ports = [server.sockets[0].getsockname()[1] for server in (smtp, controls)]
    print(json.dumps(dict(zip(("smtp", "control"), ports, strict=True))), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)  # until whoever started us closes it, or dies


if __name__ == "__main__":
    asyncio.run(main())
