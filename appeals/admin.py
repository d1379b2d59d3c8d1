"""Appeals in the admin: people write, submit, approve and open by buttons; states are looked at, never typed."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from appeals import approving, publishing
from appeals.models import Appeal, AppealDemand, AppealText, Signature, Tally
from kit.refusals import Refused
from outbox.admin.reasons import with_reason


def button(
    description: str, verb: Callable[..., Any], row_as: str, *, right: str, asks_why: bool = False
) -> Any:
    """An admin action that calls `verb(<row_as>=row, by=…, now=…)` for each chosen row, with a typed reason if it asks why.

    It is there for those for whom the admin's `has_<right>_permission` says so.
    """

    @admin.action(description=description, permissions=[right])
    def press(model_admin: admin.ModelAdmin, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        def act(row: Any, **reason: str) -> None:
            verb(**{row_as: row}, by=request.user, now=timezone.now(), **reason)

        if asks_why:
            return with_reason(model_admin, request, rows, act=act, title=description)
        for row in rows:
            try:
                act(row)
            except Refused as refused:
                model_admin.message_user(request, f"{row}: {refused.message}", messages.ERROR)
            else:
                model_admin.message_user(request, f"{row}: {description.lower()}", messages.SUCCESS)
                model_admin.log_change(request, row, description)
        return None

    press.__name__ = verb.__name__
    return press


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
    actions = [
        button("Open for signatures", publishing.open_appeal, "appeal", right="open"),
        button("Close", publishing.close, "appeal", right="open", asks_why=True),
        button("Close as won", publishing.win, "appeal", right="open", asks_why=True),
    ]

    def has_open_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("appeals.open_appeal")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        appeals = super().get_queryset(request)
        sees_drafts = request.user.has_perm("campaigns.view_unpublished")
        return appeals if sees_drafts else appeals.exclude(state=Appeal.State.DRAFT)

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
    actions = [
        button("Submit for approval", approving.submit, "text", right="change"),
        button("Approve as it stands", approving.approve, "text", right="approve"),
        button("Send back to the writer", approving.send_back, "text", right="approve", asks_why=True),
    ]

    def has_approve_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("appeals.approve_appealtext")

    def save_model(self, request: HttpRequest, obj: AppealText, form: Any, change: bool) -> None:
        approving.write(text=obj, by=request.user, now=timezone.now())

    def has_delete_permission(self, request: HttpRequest, obj: AppealText | None = None) -> bool:
        return (
            obj is not None
            and obj.state == AppealText.State.DRAFT
            and super().has_delete_permission(request, obj)
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
