"""Heartbeats, the switch that pauses, and the mailboxes that are never mailed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bulk.admin.looking import over_rows
from bulk.register import Act, register
from outbox.admin.readonly import ReadOnlyAdmin
from outbox.models import Heartbeat, Suppression, Switch
from outbox.pausing import pause, resume
from outbox.suppressing import suppress


def _pause(switch: Switch, **said: Any) -> None:
    pause(name=switch.name, **said)


PAUSE = register(Act("outbox.pause", _("Paused"), _pause, "outbox.pause_sending"))


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    list_display = ("name", "at")
    ordering = ("name",)


@admin.register(Switch)
class SwitchAdmin(ReadOnlyAdmin):
    list_display = ("name", "paused", "reason", "by", "at")
    list_select_related = ("by",)
    ordering = ("id",)
    actions = ["pause", "resume"]

    def has_pause_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("outbox.pause_sending")

    @admin.action(description=_("Pause sending"), permissions=["pause"])
    def pause(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return over_rows(self, request, rows, act=PAUSE)

    @admin.action(description=_("Let sending go on"), permissions=["pause"])
    def resume(self, request: HttpRequest, rows: QuerySet) -> None:
        for switch in rows:
            resume(name=switch.name, by=request.user, now=timezone.now())
            self.log_change(request, switch, str(_("Resumed")))


class SuppressionForm(forms.ModelForm):
    address = forms.EmailField(
        label=_("Address"),
        help_text=_("It is not stored: only a keyed index of it, which cannot be read back."),
    )

    class Meta:
        model = Suppression
        fields = ["reason"]


@admin.register(Suppression)
class SuppressionAdmin(admin.ModelAdmin):
    list_display = ("__str__", "cause", "reason", "at")
    list_filter = ("cause",)
    ordering = ("-at",)
    form = SuppressionForm
    fields = ["address", "reason"]
    show_full_result_count = False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["cause", "reason", "at"] if obj else ["address", "reason"]

    def save_model(self, request: HttpRequest, obj: Suppression, form: forms.ModelForm, change: bool) -> None:
        kept = suppress(
            address=form.cleaned_data["address"], reason=form.cleaned_data["reason"], now=timezone.now()
        )
        obj.pk, obj.address_index, obj.at = kept.pk, kept.address_index, kept.at
