"""Keep finished public pages for some seconds, and answer from what was kept before anything else is done.

    @kept(5)                            a view whose answer to a GET is the same for everybody
    "kit.keeping.KeepingMiddleware"     in MIDDLEWARE, before all that an answer does not need twice

When a page is too old, one request makes it anew and the others get the old one meanwhile: fifty readers at the moment
at which it expires would otherwise make it fifty times (RFC 5861 §3). Each process keeps its own pages (CACHES).
"""

import hashlib
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

# How long an old page may still be shown while another request makes the new one.
SECONDS_TO_MAKE = 10
View = Callable[..., HttpResponse]


def kept(seconds: int) -> Callable[[View], View]:
    """Mark what a view answers to GET with 200 as the same for everybody for `seconds`. What is posted is never kept."""

    def decorate(view: View) -> View:
        @wraps(view)
        def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            if request.method in {"GET", "HEAD"} and response.status_code == 200:
                response.headers["Cache-Control"] = f"max-age={seconds}"
                response.kept_seconds = seconds  # type: ignore[attr-defined]  # read by the middleware below
            return response

        return marked

    return decorate


class KeepingMiddleware:
    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        key = _key(request)
        now = time.time()
        made_at, seconds, headers, content = cache.get(key) or (0.0, 0, {}, b"")
        is_fresh = now < made_at + seconds
        # add() says yes to one caller: that one makes what comes after this copy.
        if is_fresh or (made_at and not cache.add(f"{key}:after:{made_at}", True, SECONDS_TO_MAKE)):
            return HttpResponse(content, headers={**headers, "Age": str(int(now - made_at))})
        response = self.get_response(request)
        seconds = getattr(response, "kept_seconds", 0)
        if seconds and request.method == "GET" and _is_for_all(response):
            entry = (now, seconds, dict(response.headers), response.content)
            cache.set(key, entry, seconds + SECONDS_TO_MAKE)
        return response


def _is_for_all(response: HttpResponse) -> bool:
    # What _key tells apart may vary, nothing else.
    return not response.cookies and response.get("Vary", "Accept-Encoding") == "Accept-Encoding"


def _key(request: HttpRequest) -> str:
    takes_gzip = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    address = (
        f"{request.scheme}\0{request.META.get('HTTP_HOST', '')}\0{request.get_full_path()}\0{takes_gzip}"
    )
    return "kept:" + hashlib.sha256(address.encode(errors="surrogateescape")).hexdigest()
