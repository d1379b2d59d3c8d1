"""The read API. Whatever else is asked of it than to be read is answered as its other errors are, in JSON."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from appeals import api


def read_only(view: Callable) -> Callable:
    @csrf_exempt  # a refused POST changes nothing, and says why in the words of this API
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "HEAD":
            request.method = "GET"  # ninja knows GET alone; the server leaves the body out
        return view(request, *args, **kwargs) if request.method == "GET" else api.not_allowed()

    return guarded


described, app, namespace = api.api.urls
pattern: Any
for pattern in described:
    pattern.callback = read_only(pattern.callback)

urlpatterns = [
    path("v1/", read_only(api.handbook), name="api_handbook"),
    path("v1/openapi.json", read_only(api.openapi), name="api_schema"),
    path("v1/", (described, app, namespace)),
    path("", read_only(api.unknown)),
    path("<path:rest>", read_only(api.unknown)),
]
