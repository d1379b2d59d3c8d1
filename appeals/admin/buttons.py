"""Buttons that call verbs: as actions of a list, and on the page of one row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from bulk.admin.looking import needs_a_look, over_rows
from bulk.register import Act, register
from kit.refusals import Refused


def button(
    description: str, verb: Callable[..., Any], row_as: str, *, right: str, may: str, asks_why: bool = False
) -> Any:
    """An admin action that calls `verb(<row_as>=row, by=…, now=…)` for each chosen row, with a typed reason if it asks why.

    It is there for those for whom the admin's `has_<right>_permission` says so; `may` is the same right by its name.
    """

    def on_row(row: Any, **said: Any) -> None:
        verb(**{row_as: row}, **said)

    act = register(Act(f"{verb.__module__}.{verb.__name__}", description, on_row, may, asks_why))

    @admin.action(description=description, permissions=[right])
    def press(model_admin: admin.ModelAdmin, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        if asks_why or needs_a_look(request, rows):
            return over_rows(model_admin, request, rows, act=act)
        for row in rows:
            try:
                on_row(row, by=request.user, now=timezone.now())
            except Refused as refused:
                model_admin.message_user(request, f"{row}: {refused.message}", messages.ERROR)
            else:
                model_admin.message_user(request, f"{row}: {description.lower()}", messages.SUCCESS)
                model_admin.log_change(request, row, description)
        return None

    press.__name__ = verb.__name__
    return press


@dataclass(frozen=True)
class PageButton:
    """A button on the page of one row: `verb(<row_as>=row, by=…, now=…[, reason=…])`, for those with `right`."""

    name: str
    words: str
    verb: Callable[..., Any]
    right: str  # a method has_<right>_permission(request) of the admin
    asks_why: bool = False
    is_first: bool = False  # the one clear next step
    saves_first: bool = False  # a button of the row's own form: what is being typed there is not lost
    is_for_what_was_read: bool = False  # the verb is told which words the page showed: `seen`, their digest


def press(
    model_admin: Any, request: HttpRequest, pk: int, buttons: dict[str, PageButton], row_as: str
) -> HttpResponse:
    """The door behind the buttons of one page: calls the verb and comes back to the page."""
    button = buttons.get(request.POST.get("button", ""))
    if button is None or not getattr(model_admin, f"has_{button.right}_permission")(request):
        raise PermissionDenied
    row = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    asked = {"reason": button.asks_why, "seen": button.is_for_what_was_read}
    said = {name: request.POST.get(name, "") for name, is_asked in asked.items() if is_asked}
    try:
        button.verb(**{row_as: row}, by=request.user, now=timezone.now(), **said)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"{row}: {button.words.lower()}")
        model_admin.log_change(request, row, button.words)
    meta = model_admin.opts
    return redirect(f"admin:{meta.app_label}_{meta.model_name}_change", pk)
