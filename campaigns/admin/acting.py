"""What admin actions that ask nothing share: call a verb, tell the person what it did or why it refused."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from kit.refusals import Refused


def act(request: HttpRequest, verb: Callable[..., Any], done: str, **arguments: Any) -> None:
    """Call `verb`; `done` may hold %s for what it returns."""
    try:
        result = verb(**arguments)
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, done % result if "%s" in done else done)
