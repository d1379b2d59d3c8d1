"""A page between an admin action and its verb, on which a person says why."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kit.refusals import Refused


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField", "autofocus": True}),
        help_text=gettext_lazy("It is kept and shown to the next person. Name nobody in it."),
    )


def with_reason(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    rows: QuerySet,
    *,
    act: Callable[..., Any],
    title: str,
) -> HttpResponse | None:
    """Ask for a reason; once it is given call `act(row, reason=…)` for each row and say what came of it."""
    form = ReasonForm(request.POST if "reason" in request.POST else None)
    if not form.is_valid():
        context = {
            **model_admin.admin_site.each_context(request),
            "title": title,
            "form": form,
            "rows": rows,
            "action": request.POST.get("action", ""),
            "checkbox": ACTION_CHECKBOX_NAME,
            "opts": model_admin.model._meta,
        }
        return TemplateResponse(request, "outbox/reason.html", context)
    done = sum(_act_on(model_admin, request, row, act, form.cleaned_data["reason"], title) for row in rows)
    if done:
        said = ngettext("%(title)s: %(count)d row.", "%(title)s: %(count)d rows.", done) % {
            "title": title,
            "count": done,
        }
        model_admin.message_user(request, said, messages.SUCCESS)
    return None


def _act_on(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    row: Model,
    act: Callable[..., Any],
    reason: str,
    title: str,
) -> int:
    try:
        act(row, reason=reason)
    except Refused as refusal:
        said = _("%(row)s: %(why)s") % {"row": row, "why": refusal.message}
        model_admin.message_user(request, said, messages.ERROR)
        return 0
    model_admin.log_change(request, row, f"{title}: {reason}")  # the row keeps its newest reason alone
    return 1
