"""Headers that Django has no setting for, on every answer that does not bring its own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class CrossOriginMiddleware:
    """Nobody else's page may load ours (Fetch, "Cross-Origin-Resource-Policy").

    What ours load the content policy says; Cross-Origin-Embedder-Policy would add nothing to it and keeps browsers from
    showing a letter's PDF in a page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
