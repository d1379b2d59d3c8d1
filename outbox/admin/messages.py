from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from bulk.admin.looking import over_rows
from bulk.register import Act, register
from outbox import holding
from outbox.admin.notices import NoticeInline
from outbox.admin.readonly import ReadOnlyAdmin
from outbox.kinds import names
from outbox.models import Attempt, Message
from outbox.states import Stream

MAY_RELEASE, MAY_CANCEL = "outbox.release_message", "outbox.cancel_message"
RELEASE = register(Act("outbox.release", _("Released"), holding.release, MAY_RELEASE))
HOLD = register(Act("outbox.hold", _("Held"), holding.hold_one, MAY_RELEASE))
CANCEL = register(Act("outbox.cancel", _("Cancelled"), holding.cancel, MAY_CANCEL))
MARK_SENT = register(Act("outbox.mark_sent", _("Marked as sent"), holding.mark_sent, MAY_RELEASE))


class AttemptInline(admin.TabularInline):
    model = Attempt
    fields = readonly_fields = ("started_at", "ended_at", "outcome", "code", "enhanced", "answer")
    ordering = ("started_at", "id")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class KindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        # From the register, not by DISTINCT over millions of finished rows.
        return [(name, name) for name in names()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """Whom a message is for is shown only when one message is opened; what it says belongs to its own room."""

    list_display = ("__str__", "subject_ref", "state", "stream", "due_at", "tries", "reason", "server_answer")
    list_filter = ("state", "stream", KindFilter)
    search_fields = ("key", "message_id", "queue_id", "subject_ref")
    ordering = ("-id",)
    inlines = [AttemptInline, NoticeInline]
    actions = ["release", "hold", "cancel", "mark_sent"]
    fieldsets = [
        (None, {"fields": ["kind", "stream", "subject_ref", "recipient", "state", "reason", "hold_ref"]}),
        (_("When"), {"fields": ["created_at", "due_at", "expires_at", "tries", "crashes", "sent_at"]}),
        (_("In hand"), {"fields": ["worker", "lease_until", "begun_at"], "classes": ["collapse"]}),
        (_("Evidence"), {"fields": ["message_id", "server_answer", "queue_id", "body_digest", "key"]}),
        (_("Decided"), {"fields": ["decided_by", "decided_at"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Who may not see the addresses of supporters sees the messages to offices alone."""
        messages = super().get_queryset(request).defer("recipient", "values")
        sees_all = request.user.has_perm("outbox.view_recipient")
        return messages if sees_all else messages.filter(stream=Stream.LETTER)

    def has_release_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_RELEASE)

    def has_cancel_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_CANCEL)

    @admin.action(description=_("Release: send it now"), permissions=["release"])
    def release(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return over_rows(self, request, rows, act=RELEASE)

    @admin.action(description=_("Hold: do not send it yet"), permissions=["release"])
    def hold(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return over_rows(self, request, rows, act=HOLD)

    @admin.action(description=_("Cancel: never send it"), permissions=["cancel"])
    def cancel(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return over_rows(self, request, rows, act=CANCEL)

    @admin.action(description=_("Mark as sent: found in the mail server's log"), permissions=["release"])
    def mark_sent(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return over_rows(self, request, rows, act=MARK_SENT)
