"""The door behind every link for partners: its address is told to nobody, and nobody keeps what it shows."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


def behind_link(by_token: Callable[..., Any]) -> Callable[[Any], Any]:
    """Decorator of `view(request, link, token)`; `by_token(token, now=…)` finds the link, or nothing is there."""

    def door(view: Any) -> Any:
        @wraps(view)
        @require_safe
        @never_cache
        def found(request: HttpRequest, token: str) -> HttpResponseBase:
            link = by_token(token, now=timezone.now())
            if link is None:
                response: HttpResponseBase = render(request, "public/link_unknown.html", status=404)
            else:
                response = view(request, link, token)
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
            return response

        return found

    return door
