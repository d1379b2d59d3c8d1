"""Appeals in the admin: people write, submit, approve and open by buttons; states are looked at, never typed."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from appeals import approving, publishing
from appeals.models import Appeal, AppealDemand, AppealText, Signature, Tally
from kit.refusals import Refused


def each(request: HttpRequest, rows: QuerySet, act: Any, done: str) -> None:
    """Call a verb for each row; say how many were done, and for each refused one what to do next."""
    count = 0
    for row in rows:
        try:
            act(row)
            count += 1
        except Refused as refused:
            messages.error(request, f"{row}: {refused.message}")
    if count:
        messages.success(request, f"{done}: {count}")


class AppealDemandInline(admin.TabularInline):
    model = AppealDemand
    extra = 0
    autocomplete_fields = ["demand"]


class AppealTextInline(admin.TabularInline):
    model = AppealText
    extra = 0
    can_delete = False
    show_change_link = True
    fields = readonly_fields = ["language", "title", "state", "written_by", "approved_by", "approved_at"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class TallyInline(admin.TabularInline):
    model = Tally
    can_delete = False
    fields = readonly_fields = ["confirmed", "accepted", "posted", "self_sent"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Appeal)
class AppealAdmin(admin.ModelAdmin):
    list_display = ["slug", "case", "state", "act_before", "confirmed", "accepted"]
    list_filter = ["state", "represents"]
    list_select_related = ["case", "tally"]
    search_fields = ["slug", "case__title"]
    autocomplete_fields = ["case", "fallback", "calls"]
    readonly_fields = ["state", "opened_at", "opened_by", "closed_at", "closed_because"]
    inlines = [AppealDemandInline, AppealTextInline, TallyInline]
    actions = ["open_them", "close_them"]

    @admin.display(description="confirmed")
    def confirmed(self, appeal: Appeal) -> int:
        return appeal.tally.confirmed if hasattr(appeal, "tally") else 0

    @admin.display(description="accepted by mail server")
    def accepted(self, appeal: Appeal) -> int:
        return appeal.tally.accepted if hasattr(appeal, "tally") else 0

    def has_delete_permission(self, request: HttpRequest, obj: Appeal | None = None) -> bool:
        return (
            obj is not None
            and obj.state == Appeal.State.DRAFT
            and super().has_delete_permission(request, obj)
        )

    @admin.action(description="Open for signatures")
    def open_them(self, request: HttpRequest, queryset: QuerySet) -> None:
        each(
            request,
            queryset,
            lambda appeal: publishing.open_appeal(appeal=appeal, by=request.user, now=timezone.now()),
            "Appeals opened",
        )

    @admin.action(description="Close")
    def close_them(self, request: HttpRequest, queryset: QuerySet) -> None:
        each(
            request,
            queryset,
            lambda appeal: publishing.close(
                appeal=appeal, by=request.user, reason="Closed by the campaign.", now=timezone.now()
            ),
            "Appeals closed",
        )


@admin.register(AppealText)
class AppealTextAdmin(admin.ModelAdmin):
    list_display = ["title", "appeal", "language", "state", "written_by", "approved_by"]
    list_filter = ["state", "language"]
    list_select_related = ["appeal", "written_by", "approved_by"]
    search_fields = ["title", "appeal__slug"]
    autocomplete_fields = ["appeal"]
    readonly_fields = [
        "state",
        "written_by",
        "written_at",
        "approved_by",
        "approved_at",
        "digest",
        "sent_back_because",
    ]
    actions = ["submit_them", "approve_them", "send_them_back"]

    def save_model(self, request: HttpRequest, obj: AppealText, form: Any, change: bool) -> None:
        approving.write(text=obj, by=request.user, now=timezone.now())

    def has_delete_permission(self, request: HttpRequest, obj: AppealText | None = None) -> bool:
        return (
            obj is not None
            and obj.state == AppealText.State.DRAFT
            and super().has_delete_permission(request, obj)
        )

    @admin.action(description="Submit for approval")
    def submit_them(self, request: HttpRequest, queryset: QuerySet) -> None:
        each(
            request,
            queryset,
            lambda text: approving.submit(text=text, by=request.user, now=timezone.now()),
            "Texts submitted",
        )

    @admin.action(description="Approve as it stands (not your own)")
    def approve_them(self, request: HttpRequest, queryset: QuerySet) -> None:
        each(
            request,
            queryset,
            lambda text: approving.approve(text=text, by=request.user, now=timezone.now()),
            "Texts approved",
        )

    @admin.action(description="Send back to the writer")
    def send_them_back(self, request: HttpRequest, queryset: QuerySet) -> None:
        each(
            request,
            queryset,
            lambda text: approving.send_back(
                text=text, by=request.user, reason=f"Sent back by {request.user}.", now=timezone.now()
            ),
            "Texts sent back",
        )


@admin.register(Signature)
class SignatureAdmin(admin.ModelAdmin):
    """No names in the list: a screen is read by who passes behind it. The letter shows on its own page."""

    list_display = ["__str__", "appeal", "state", "country", "language", "created_at", "confirmed_at"]
    list_filter = ["state", "appeal", "country"]
    list_select_related = ["appeal"]
    search_fields = ["reference"]
    date_hierarchy = "created_at"
    fields = readonly_fields = [
        "appeal", "state", "name", "town", "country", "language", "may_reply", "wants_updates", "created_at",
        "confirmed_at", "cooling_until", "withdrawn_at", "reference", "target", "letter_language", "agreed_digest",
    ]  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
