"""Headers that Django has no setting for, on every answer that does not bring its own."""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponse

# Nobody else's page may load ours (Fetch, "Cross-Origin-Resource-Policy"). What ours load the content policy says;
# Cross-Origin-Embedder-Policy would add nothing to it and keeps browsers from showing a letter's PDF in a page.
HEADERS = {"Cross-Origin-Resource-Policy": "same-origin"}


class CrossOriginMiddleware:
    async_capable = sync_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponse | Awaitable[HttpResponse]:
        if iscoroutinefunction(self):
            return self._later(request)
        return with_headers(self.get_response(request))

    async def _later(self, request: HttpRequest) -> HttpResponse:
        return with_headers(await self.get_response(request))


def with_headers(response: HttpResponse) -> HttpResponse:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
