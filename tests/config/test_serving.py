"""The server's side of the house: a request read whole, answered in one thread, and no stranger's fault ends it."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.http import FileResponse, HttpRequest, HttpResponse

from config.serving import Application, whole

SCOPE: dict[str, Any] = {
    "type": "http",
    "http_version": "1.1",
    "method": "POST",
    "scheme": "http",
    "path": "/anything/",
    "query_string": b"",
    "headers": [(b"host", b"localhost"), (b"content-type", b"text/plain")],
    "client": ["127.0.0.1", 5000],
    "server": ["127.0.0.1", 8000],
}


application = Application()


def asked(*messages: dict[str, Any], **scope: Any) -> list[dict[str, Any]]:
    """What is sent for these messages of a server (ASGI 3, HTTP)."""
    waiting, sent = list(messages), []

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    # In a thread of its own: in this one the loop of Playwright may still stand, after stories with a browser.
    with ThreadPoolExecutor(1) as server:
        server.submit(lambda: asyncio.run(application({**SCOPE, **scope}, receive, send))).result()
    return sent


def test_a_request_that_comes_in_pieces_is_read_whole_and_answered_in_a_thread_that_stays(monkeypatch):
    threads = set()

    def echo(request: HttpRequest) -> HttpResponse:
        threads.add(threading.current_thread().name)
        return HttpResponse(request.body[::-1], headers={"X-Length": len(request.body)})

    monkeypatch.setattr(application, "_middleware_chain", echo)
    for _ in range(10):
        sent = asked(
            {"type": "http.request", "body": b"ab", "more_body": True}, {"type": "http.request", "body": b"c"}
        )

        assert (sent[0]["status"], sent[1]["body"], sent[1]["more_body"]) == (200, b"cba", False)
        assert (b"X-Length", b"3") in sent[0]["headers"]
    assert len(threads) <= 4
    assert all(name.startswith("request") for name in threads)


def test_who_leaves_before_the_end_of_the_request_is_not_answered():
    assert asked({"type": "http.disconnect"}) == []


def test_an_address_that_is_no_text_is_refused():
    sent = asked({"type": "http.request"}, query_string=b"\xff", method="GET")

    assert sent[0]["status"] in {400, 404}


def test_only_http_is_answered():
    with pytest.raises(ValueError, match="not websocket"):
        asked(type="websocket")


@pytest.mark.django_db  # the end of a request looks after its connection
def test_a_file_is_read_in_the_thread_and_closed(tmp_path):
    (tmp_path / "mark.svg").write_bytes(b"<svg/>")
    file = (tmp_path / "mark.svg").open("rb")

    response = whole(FileResponse(file, content_type="image/svg+xml", headers={"X-Kept": "yes"}))
    response.close()

    assert (response.content, response["Content-Type"], response["X-Kept"]) == (
        b"<svg/>",
        "image/svg+xml",
        "yes",
    )
    assert file.closed
