"""The page between an admin action and its verb: how many rows, ten of them, and where the act asks for it a reason.

A few are done at once, each told of; more are decided, and done by a worker (bulk/doing.py).
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import model_format_dict
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bulk.doing import EXAMPLES, begin
from bulk.register import Act
from kit.refusals import Refused

AT_ONCE = 10


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField", "autofocus": True}),
        help_text=gettext_lazy("It is kept and shown to the next person. Name nobody in it."),
    )


class NothingAsked(forms.Form):
    """Of an act that asks for no reason."""


def over_rows(
    model_admin: admin.ModelAdmin, request: HttpRequest, rows: QuerySet, *, act: Act
) -> HttpResponse | None:
    """Show what it would be done to; once the button is pressed, do it or let a worker do it."""
    many = rows.count()
    pressed = "expected" in request.POST or "reason" in request.POST
    form = (ReasonForm if act.asks_why else NothingAsked)(request.POST if pressed else None)
    if not form.is_valid() and (act.asks_why or many > AT_ONCE):
        return _look(model_admin, request, rows, form, many=many, act=act)
    reason = form.cleaned_data.get("reason", "") if act.asks_why else ""
    if many > AT_ONCE:
        return _begin(model_admin, request, rows, form, act=act, reason=reason)
    done = sum(_act_on(model_admin, request, row, act, reason) for row in rows)
    if done:
        said = ngettext("%(title)s: %(count)d row.", "%(title)s: %(count)d rows.", done) % {
            "title": act.title,
            "count": done,
        }
        model_admin.message_user(request, said, messages.SUCCESS)
    return None


def needs_a_look(request: HttpRequest, rows: QuerySet) -> bool:
    """Of an act that a few rows undergo without a page between: whether these are more than a few."""
    return "expected" in request.POST or rows.count() > AT_ONCE


def _look(
    model_admin: admin.ModelAdmin, request: HttpRequest, rows: QuerySet, form: Any, *, many: int, act: Act
) -> HttpResponse:
    is_across = request.POST.get("select_across") == "1"
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _asked(model_admin, request) or act.title,
        "form": form,
        "many": many,
        "is_for_a_worker": many > AT_ONCE,
        "examples": act.examples(rows, EXAMPLES),
        # Of all rows that the list finds none is sent back by its key: the list finds them again.
        "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME)[: 1 if is_across else None],
        "is_across": is_across,
        "action": request.POST.get("action", ""),
        "checkbox": ACTION_CHECKBOX_NAME,
        "opts": model_admin.model._meta,
    }
    return TemplateResponse(request, "admin/bulk/look.html", context)


def _asked(model_admin: admin.ModelAdmin, request: HttpRequest) -> str:
    """What the list calls it, which tells a person to do it; an act's title says that it is done."""
    found = model_admin.get_actions(request).get(request.POST.get("action", ""))
    return str(found[2]) % model_format_dict(model_admin.opts) if found else ""


def _begin(
    model_admin: admin.ModelAdmin, request: HttpRequest, rows: QuerySet, form: Any, *, act: Act, reason: str
) -> HttpResponse:
    typed = request.POST.get("expected", "")
    expected = int(typed) if typed.isdecimal() and len(typed) < 9 else -1
    try:
        bulk = begin(
            act=act, rows=rows, expected=expected, reason=reason, by=request.user, now=timezone.now()
        )
    except Refused as refused:
        messages.error(request, refused.message)
        return _look(model_admin, request, rows, form, many=rows.count(), act=act)
    return redirect("admin:bulk_bulkact_change", bulk.pk)


def _act_on(model_admin: admin.ModelAdmin, request: HttpRequest, row: Model, act: Act, reason: str) -> int:
    try:
        act.on(row, by=request.user, reason=reason, now=timezone.now())
    except Refused as refusal:
        said = _("%(row)s: %(why)s") % {"row": row, "why": refusal.message}
        model_admin.message_user(request, said, messages.ERROR)
        return 0
    model_admin.log_change(request, row, act.on_history(reason))
    return 1
