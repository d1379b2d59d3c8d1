import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks import crowd
from demo.addresses import HOST

FIXED = b"HTTP/1.1 %d OK\r\nContent-Length: 5\r\n\r\nwhole"
CHUNKED = b"HTTP/1.1 %d OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nwhole\r\n0\r\n\r\n"


class Server:
    """Answers each request by its path: /404, /chunked, /broken (hangs up); notes what was asked over how many connections."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []
        self.connections = 0
        self.port = 0
        self.ready, self.done = threading.Event(), asyncio.Event()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
                self.asked.append(head.split()[1] + b" " + await reader.readexactly(length))
                path = head.split()[1]
                if path == b"/broken":
                    break
                await asyncio.sleep(0.01)
                writer.write((CHUNKED if path == b"/chunked" else FIXED) % (404 if path == b"/404" else 200))
        except EOFError:
            pass
        writer.close()
        await writer.wait_closed()

    async def stand(self) -> None:
        server = await asyncio.start_server(self.talk, HOST, 0)
        self.port, self.loop = server.sockets[0].getsockname()[1], asyncio.get_running_loop()
        self.ready.set()
        await self.done.wait()
        server.close()
        await server.wait_closed()


def answer_to(question: dict) -> dict:
    """In a thread of its own: a browser test before this one may have left its event loop running in ours."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(crowd.answer_to, question).result(60)


@pytest.fixture
def server():
    server = Server()
    thread = threading.Thread(target=lambda: asyncio.run(server.stand()))
    thread.start()
    server.ready.wait(10)
    yield server
    server.loop.call_soon_threadsafe(server.done.set)
    thread.join(10)


def test_a_crowd_asks_everything_once_over_kept_connections_and_says_what_came_in_order(server):
    asks = [{"path": "/a"}, {"path": "/404"}, {"path": "/chunked"}, {"path": "/b"}] * 5
    found = answer_to({"port": server.port, "clients": 2, "asks": asks})

    assert [status for status, _ in found["answers"]] == [200, 404, 200, 200] * 5
    assert all(milliseconds > 0 for _, milliseconds in found["answers"])
    assert (len(server.asked), server.connections) == (20, 2)


def test_a_form_is_posted_as_browsers_do(server):
    answer_to({"port": server.port, "clients": 1, "asks": [{"path": "/", "fields": {"name": "Zoë & co"}}]})

    assert server.asked == [b"/ name=Zo%C3%AB+%26+co"]


def test_a_connection_that_breaks_is_counted_and_the_client_goes_on(server):
    found = answer_to({"port": server.port, "clients": 1, "asks": [{"path": "/broken"}, {"path": "/a"}]})

    assert [status for status, _ in found["answers"]] == [0, 200]


def test_readers_ask_round_and_round_until_their_seconds_are_over(server):
    found = answer_to(
        {"port": server.port, "clients": 3, "asks": [{"path": "/a"}, {"path": "/b"}], "seconds": 0.2}
    )

    assert {line.split()[0] for line in server.asked} == {b"/a", b"/b"}
    assert len(found["answers"]) == len(server.asked) > 6
