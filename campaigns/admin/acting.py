"""What the admin actions share: call a verb, tell the person what it did or why it refused."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ActionForm
from django.http import HttpRequest

from kit.refusals import Refused


class ActionWithWords(ActionForm):
    """An action that needs a word of why or how."""

    words = forms.CharField(required=False, max_length=300, label="How or why")


def words(request: HttpRequest) -> str:
    return request.POST.get("words", "")


def act(request: HttpRequest, verb: Callable[..., Any], done: str, **arguments: Any) -> None:
    """Call `verb`; `done` may hold %s for what it returns."""
    try:
        result = verb(**arguments)
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, done % result if "%s" in done else done)
