"""A mail provider on this machine that behaves like Postmark's documentation of its API (POST /email). It sends nothing.

Its numbers are visibly fake: TEST-0001 … `script` says what the next requests are answered before anything is taken;
`lost` the same when it was taken: an answer that is lost on the way back.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "TEST-TOKEN-NOT-A-REAL-ONE"
DROP = (0, {})
INVALID = (422, {"ErrorCode": 300, "Message": "Invalid 'To' address: 'embassy@target.example'."})
INACTIVE = (
    422,
    {
        "ErrorCode": 406,
        "Message": "You tried to send to a recipient that has been marked as inactive.\n Found inactive addresses: embassy@target.example.\n Inactive recipients are ones that have generated a hard bounce or a spam complaint. ",
    },
)
NO_CREDITS = (422, {"ErrorCode": 405, "Message": "You ran out of credits, embassy@target.example waits."})


class Postmark:
    def __init__(self) -> None:
        self.mails: list[dict[str, Any]] = []
        self.script: list[tuple[int, dict] | None] = []
        self.lost: list[tuple[int, dict]] = []
        self.inactive: set[str] = set()
        self.connections = 0
        handler = type("Handler", (_Handler,), {"service": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/"

    def answer(self, token: str, mail: dict[str, Any]) -> tuple[int, dict]:
        if token != TOKEN:
            return 401, {"ErrorCode": 10, "Message": "Bad or missing Server API token."}
        if self.script and (said := self.script.pop(0)):
            return said
        self.mails.append(mail)
        if self.lost:
            return self.lost.pop(0)
        message = "OK"
        if self.inactive:
            message = f"Message OK, but will not deliver to these inactive addresses: {', '.join(self.inactive)}. Inactive recipients are ones that have generated a hard bounce or a spam complaint."
        return 200, {
            "To": mail["To"],
            "SubmittedAt": "2026-11-22T09:00:00Z",
            "MessageID": f"TEST-{len(self.mails):04}",
            "ErrorCode": 0,
            "Message": message,
        }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits for the acknowledgement of its head
    service: Postmark

    def setup(self) -> None:
        super().setup()
        self.service.connections += 1

    def do_POST(self) -> None:
        assert self.path == "/email"
        mail = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status, body = self.service.answer(self.headers.get("X-Postmark-Server-Token", ""), mail)
        if (status, body) == DROP:
            self.close_connection = True
            return
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def postmark() -> Iterator[Postmark]:
    service = Postmark()
    try:
        yield service
    finally:
        service.server.shutdown()
        service.server.server_close()
