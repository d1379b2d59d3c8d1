"""Many clients at once, in a process of its own: each keeps one connection and asks again as soon as it is answered.

    with aside("benchmarks.crowd", env, log=…) as crowd:
        crowd.ask({"port": 8000, "clients": 50, "asks": [{"path": "/", "seconds": 3}]})

An ask is `{"path"}` or `{"path", "fields", "headers"}`; with `seconds` the asks are walked round and round until they
are over. The answer is `[[status, milliseconds], …]` in the order of `asks` (without `seconds`) or of arrival, with the
seconds that all took. A connection that breaks is status 0. Milliseconds are from the last byte asked to the last byte read.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from typing import Any
from urllib.parse import urlencode

from benchmarks.aside import serve
from demo.addresses import HOST

FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
BROKEN = 0


class Client:
    def __init__(self, port: int) -> None:
        self.port = port
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def ask(self, request: bytes) -> tuple[int, float]:
        """Status and milliseconds; a kept connection that was closed meanwhile is an error of its own, not a retry."""
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection(HOST, self.port)
        began = time.perf_counter()
        try:
            self.writer.write(request)
            status = await self._status()
        except (OSError, EOFError, ValueError):
            self.writer.close()
            self.writer = None
            status = BROKEN
        return status, (time.perf_counter() - began) * 1000

    async def _status(self) -> int:
        head = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        if b"\r\ntransfer-encoding: chunked\r\n" in head:
            while size := int(await self.reader.readuntil(b"\r\n"), 16):
                await self.reader.readexactly(size + 2)
            await self.reader.readexactly(2)
        else:
            length = head.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0]
            await self.reader.readexactly(int(length))
        return int(head[9:12])

    async def close(self) -> None:
        if self.writer:
            self.writer.close()
            await self.writer.wait_closed()


def request_of(ask: dict[str, Any], port: int) -> bytes:
    body = urlencode(ask["fields"]).encode() if "fields" in ask else b""
    headers = "".join(f"{name}: {value}\r\n" for name, value in ask.get("headers", {}).items())
    if "fields" in ask:
        headers += f"{FORM}Content-Length: {len(body)}\r\n"
    method = "POST" if "fields" in ask else "GET"
    return f"{method} {ask['path']} HTTP/1.1\r\nHost: {HOST}:{port}\r\n{headers}\r\n".encode() + body


async def walk(question: dict[str, Any]) -> dict[str, Any]:
    port, seconds = question["port"], question.get("seconds", 0)
    requests = [request_of(ask, port) for ask in question["asks"]]
    turns: Iterator[tuple[int, bytes]] = cycle(enumerate(requests)) if seconds else enumerate(requests)
    answers: dict[int, tuple[int, float]] | list[tuple[int, float]] = [] if seconds else {}
    ends = time.monotonic() + seconds if seconds else float("inf")

    async def one() -> None:
        client = Client(port)
        for place, request in turns:  # shared by all clients: each takes the next
            answer = await client.ask(request)
            if isinstance(answers, list):
                answers.append(answer)
            else:
                answers[place] = answer
            if time.monotonic() > ends:
                break
        await client.close()

    began = time.monotonic()
    await asyncio.gather(*(one() for _ in range(question["clients"])))
    took = time.monotonic() - began
    found = answers if isinstance(answers, list) else [answers[place] for place in range(len(requests))]
    return {"answers": found, "seconds": took, "statuses": Counter(status for status, _ in found)}


def answer_to(question: dict[str, Any]) -> dict[str, Any]:
    return asyncio.run(walk(question))


if __name__ == "__main__":
    serve(answer_to)
