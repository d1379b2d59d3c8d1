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
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponse | Awaitable[HttpResponse]:
        if self.is_async:
            return self._later(request)
        return with_headers(self.get_response(request))

    async def _later(self, request: HttpRequest) -> HttpResponse:
        answer: HttpResponse = await self.get_response(request)
        return with_headers(answer)


def with_headers(response: HttpResponse) -> HttpResponse:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
