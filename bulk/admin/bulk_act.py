"""How far an act on many rows is, which rows were refused and why; stop it, and let it go on."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone

from bulk import doing
from bulk.models import BulkAct
from bulk.states import RowState, State
from kit.refusals import Refused

SHOWN = 50


@admin.register(BulkAct)
class BulkActAdmin(admin.ModelAdmin):
    """One's own; whoever reads the trail sees all."""

    change_form_template = "admin/bulk/act.html"
    list_display = ("title", "model", "state", "expected", "done", "refused", "reason", "by", "at")
    list_filter = ("state",)
    list_select_related = ("by",)
    ordering = ("-pk",)
    fields = readonly_fields = ("title", "model", "reason", "by", "at", "ended_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        acts = super().get_queryset(request).select_related("by")
        return acts if request.user.has_perm("trail.view_entry") else acts.filter(by=request.user.pk)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        press = self.admin_site.admin_view(self.press_view)
        return [path("<int:pk>/press/", press, name="bulk_press"), *super().get_urls()]

    def press_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST" or not self.has_view_permission(request):
            raise PermissionDenied
        bulk = get_object_or_404(self.get_queryset(request), pk=pk)
        said: dict[str, Any] = {"by": request.user, "now": timezone.now()}
        try:
            if "stop" in request.POST:
                doing.stop(bulk=bulk, reason=request.POST.get("reason", ""), **said)
            else:
                doing.go_on(bulk=bulk, **said)
        except Refused as refused:
            messages.error(request, refused.message)
        return redirect("admin:bulk_bulkact_change", pk)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        bulk = self.get_object(request, object_id)
        more = _panel(bulk) if bulk is not None else {}
        response = super().change_view(request, object_id, form_url, {**more, **(extra_context or {})})
        response.headers["Cache-Control"] = "no-store"
        return response


def _panel(bulk: BulkAct) -> dict[str, Any]:
    refused = bulk.rows.filter(state=RowState.REFUSED)
    reasons = refused.order_by().values_list("why").annotate(many=Count("pk")).order_by("-many", "why")
    return {
        "bulk": bulk,
        "is_running": bulk.state == State.RUNNING,
        "is_stopped": bulk.state == State.STOPPED,
        "waiting": bulk.expected - bulk.handled,
        "reasons": list(reasons[:SHOWN]),
        "refused_rows": list(refused.order_by("pk")[:SHOWN]),
        "where": "admin:{}_{}_change".format(*bulk.model.split(".")),
    }
