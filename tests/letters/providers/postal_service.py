"""A postal service on this machine that behaves like Pingen's documentation of its API, version 2. It prints nothing.

Its numbers are visibly fake: TEST-0001, TEST-0002 … `script` says what the next requests are answered, before anything
is done; `after` the same, when it has been done: an answer that is lost on the way back.
"""

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

ORGANISATION = "TEST-ORGANISATION"
CLIENT, SECRET = "TEST-CLIENT", "TEST-SECRET"
PRICES = {"GB": 1.85, "CH": 1.05}
JSON_API = "application/vnd.api+json"


@dataclass
class Draft:
    number: str
    pdf: bytes
    attributes: dict[str, Any]
    statuses: list[str] = field(default_factory=lambda: ["validating", "valid"])

    @property
    def status(self) -> str:
        return self.statuses[0]

    def look(self) -> str:
        """What is asked for is told, and then it moves on."""
        return self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]


@dataclass
class Answer:
    """`drop`: the connection ends without an answer. `drip`: it never ends, a byte at a time."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False
    drip: bool = False


def refusal(status: int, title: str, detail: str = "", **headers: str) -> Answer:
    error = {"code": "error", "title": title, "detail": detail, "source": {"pointer": "/data"}}
    return Answer(status, {"errors": [error]}, {"Content-Type": JSON_API, **headers})


class PostalService:
    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []
        self.keys: dict[str, Answer] = {}
        self.drafts: dict[str, Draft] = {}
        self.uploads: dict[str, bytes] = {}
        self.tokens: list[str] = []
        self.script: dict[str, list[Answer]] = {}
        self.after: dict[str, list[Answer]] = {}
        self.next_statuses = ["validating", "valid"]
        self.upload_scheme = "http"
        handler = type("Handler", (_Handler,), {"service": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    @property
    def printed(self) -> list[bytes]:
        """The letters that were ordered, each as often as it would be printed."""
        ordered = {"submitted", "processing", "printing", "sent", "undeliverable", "awaiting_credits"}
        return [draft.pdf for draft in self.drafts.values() if draft.status in ordered]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, step: str, path: str, headers: Any, body: bytes) -> Answer:
        self.seen.append((step, path))
        if self.script.get(step):
            return self.script[step].pop(0)
        made = self._repeated(step, path, headers, body)
        return self.after[step].pop(0) if self.after.get(step) else made

    def _repeated(self, step: str, path: str, headers: Any, body: bytes) -> Answer:
        """An Idempotency-Key that was seen gets the answer of the first time."""
        key = headers.get("Idempotency-Key")
        if key and key in self.keys:
            return self.keys[key]
        made = self._made(step, path, headers, body)
        if key and made.status < 300:
            self.keys[key] = made
        return made

    def _made(self, step: str, path: str, headers: Any, body: bytes) -> Answer:
        if step == "token":
            return self._token(parse_qs(body.decode()))
        if step == "put":
            assert headers.get("Authorization") is None
            self.uploads[path] = body
            return Answer(200)
        if headers.get("Authorization") not in {f"Bearer {token}" for token in self.tokens}:
            return refusal(401, "The resource owner or authorization server denied the request.")
        return getattr(self, f"_{step}")(path, json.loads(body or b"{}").get("data", {}))

    def _token(self, form: dict[str, list[str]]) -> Answer:
        if (form.get("client_id"), form.get("client_secret")) != ([CLIENT], [SECRET]):
            return Answer(401, {"error": "invalid_client"})
        self.tokens.append(f"TEST-TOKEN-{len(self.tokens) + 1}")
        return Answer(200, {"token_type": "Bearer", "expires_in": 43_200, "access_token": self.tokens[-1]})

    def _upload(self, path: str, data: dict[str, Any]) -> Answer:
        number = len(self.uploads) + 1
        url = f"{self.upload_scheme}://{urlsplit(self.url).netloc}/bucket/{number}?signer=url"
        attributes = {
            "url": url,
            "url_signature": f"TEST-SIGNATURE-{number}",
            "expires_at": "2026-11-22T13:00:00+0100",
        }
        return Answer(200, {"data": {"id": str(number), "type": "file_uploads", "attributes": attributes}})

    def _price(self, path: str, data: dict[str, Any]) -> Answer:
        assert data["type"] == "letter_price_calculator"
        asked = data["attributes"]
        assert sorted(asked) == ["country", "delivery_product", "paper_types", "print_mode", "print_spectrum"]
        if asked["country"] not in PRICES:
            return refusal(422, "No price for this country")
        price = round(PRICES[asked["country"]] * len(asked["paper_types"]), 2)
        attributes = {"currency": "CHF", "price": price}
        return Answer(200, {"data": {"type": "letter_price_calculator", "attributes": attributes}})

    def _create(self, path: str, data: dict[str, Any]) -> Answer:
        asked = data["attributes"]
        assert (data["type"], asked["auto_send"], asked["address_position"]) == ("letters", False, "left")
        place = urlsplit(asked["file_url"])
        pdf = self.uploads.get(f"{place.path}?{place.query}", b"")
        number = f"TEST-{len(self.drafts) + 1:04}"
        self.drafts[number] = Draft(number, pdf, asked, list(self.next_statuses))
        return self._shown(self.drafts[number], 201)

    def _get(self, path: str, data: dict[str, Any]) -> Answer:
        draft = self.drafts.get(path.rsplit("/", 1)[1])
        if draft is None:
            return refusal(404, "Not found")
        shown = self._shown(draft, 200)
        draft.look()
        return shown

    def _send(self, path: str, data: dict[str, Any]) -> Answer:
        draft = self.drafts[path.split("/")[-2]]
        assert data["id"] == draft.number
        if draft.status != "valid":
            return refusal(409, "It cannot be sent in this state")
        draft.statuses = ["submitted", "processing", "printing", "sent"]
        return self._shown(draft, 200)

    def _shown(self, draft: Draft, status: int) -> Answer:
        attributes = {
            **draft.attributes,
            "status": draft.status,
            "file_pages": 1,
            "price_currency": "CHF",
            "price_value": 1.85,
        }
        return Answer(status, {"data": {"id": draft.number, "type": "letters", "attributes": attributes}})


class _Handler(BaseHTTPRequestHandler):
    service: PostalService

    def _step(self) -> str:
        path, method = urlsplit(self.path).path, self.command
        letters = f"/organisations/{ORGANISATION}/letters"
        fixed = {
            ("POST", "/auth/access-tokens"): "token",
            ("GET", "/file-upload"): "upload",
            ("POST", f"{letters}/price-calculator"): "price",
            ("POST", letters): "create",
        }
        if (method, path) in fixed:
            return fixed[method, path]
        if method == "PUT" and path.startswith("/bucket/"):
            return "put"
        if path.startswith(f"{letters}/"):
            return "send" if (method, path.endswith("/send")) == ("PATCH", True) else "get"
        return "nowhere"

    def _do(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        answer = self.service.answer(self._step(), self.path, self.headers, body)
        if answer.drop:
            self.connection.close()
            return
        content = b"" if answer.body is None else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        for name, value in {"Content-Type": JSON_API, **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "1000000" if answer.drip else str(len(content)))
        self.end_headers()
        if answer.drip:
            self._drip()
        else:
            self.wfile.write(content)

    def _drip(self) -> None:
        try:
            for _again in range(200):
                self.wfile.write(b" ")
                time.sleep(0.02)
        except OSError:
            return

    do_GET = do_POST = do_PUT = do_PATCH = _do  # noqa: N815 -- http.server calls them by these names

    def log_message(self, *_: Any) -> None:
        """Nothing: a test's output is what it says itself."""
