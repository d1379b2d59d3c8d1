"""One HTTPS request to a provider: verified, bounded in time and size, and never sent on to another address.

A redirect is an answer like any other, and a provider's API has none: what it sends us on to could be anybody.
"""

import http.client
import json
import ssl
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from letters.providers.base import ProviderError

SECONDS = 20.0  # for the whole of a request
MOST_BYTES = 1_000_000
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class Unanswered(Exception):
    """No whole answer came. `sent`: the other side may have read the request."""

    def __init__(self, what: str, *, sent: bool) -> None:
        super().__init__(what)
        self.sent = sent


@dataclass(frozen=True)
class Reply:
    status: int
    retry_after: float  # seconds; 0 when nothing was said (RFC 9110 §10.2.3; a date counts as nothing)
    content: bytes

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300

    def data(self) -> dict[str, Any]:
        """The JSON object in it; empty for anything else."""
        try:
            found = json.loads(self.content)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


def ask(
    method: str, url: str, *, headers: dict[str, str], body: bytes | None = None, seconds: float = SECONDS
) -> Reply:
    """Raise Unanswered; ProviderError for an address that is not https, except on this machine."""
    ends = time.monotonic() + seconds
    parts = urlsplit(url)
    connection = _connection(parts.scheme, parts.hostname or "", parts.port, seconds)
    sent = False
    try:
        connection.connect()
        sent = True
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        connection.request(method, target, body=body, headers=headers)
        with connection.getresponse() as answer:
            content = _read(answer, ends)
            said = answer.headers.get("Retry-After", "")
            return Reply(answer.status, float(said) if said.isdecimal() else 0.0, content)
    except (OSError, http.client.HTTPException) as error:
        raise Unanswered(type(error).__name__, sent=sent) from error
    finally:
        connection.close()


def _read(answer: http.client.HTTPResponse, ends: float) -> bytes:
    """A socket's own limit begins anew with every byte that drips in; this one does not."""
    content = b""
    while chunk := answer.read1(65_536):
        content += chunk
        if len(content) > MOST_BYTES or time.monotonic() > ends:
            raise Unanswered("its answer did not end", sent=True)
    return content


def _connection(scheme: str, host: str, port: int | None, seconds: float) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=ssl.create_default_context())
    if scheme == "http" and host in LOOPBACK:
        return http.client.HTTPConnection(host, port, timeout=seconds)
    raise ProviderError("The provider wants letters at an address that is not https.", permanent=True)
