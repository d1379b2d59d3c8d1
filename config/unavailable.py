"""When the database does not answer: 503 and when to come back, with what was typed still there.

A restart of PostgreSQL, a lock that SQLite did not get within its timeout, a deadlock: the next press of the same button
may succeed, and signing twice counts once. Everything else is a fault of ours and stays a 500.
"""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

logger = logging.getLogger("config.unavailable")
SECONDS_UNTIL_RETRY = 30


class UnavailableMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        # The kind of error only: a database's own words may quote a row.
        match = request.resolver_match
        logger.error("database away at %s: %s", match.route if match else "-", type(exception).__name__)
        response = HttpResponse(
            # Without the request: whoever is logged in, and what was left for them to read, stand in the database.
            render_to_string("503.html", {"address": request.get_full_path(), "typed": _typed(request)}),
            status=503,
            headers={"Retry-After": str(SECONDS_UNTIL_RETRY)},
        )
        add_never_cache_headers(response)  # what a person typed stands in it
        return response


def _typed(request: HttpRequest) -> list[tuple[str, str]] | None:
    """What a public form held, to be posted again; None where there is nothing to press again, or where it is the desk."""
    match = request.resolver_match
    if request.method != "POST" or match is None or "admin" in match.namespaces:
        return None
    return [(name, value) for name, values in request.POST.lists() for value in values]
