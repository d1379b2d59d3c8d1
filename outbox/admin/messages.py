from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outbox import holding
from outbox.admin.notices import NoticeInline
from outbox.admin.readonly import ReadOnlyAdmin
from outbox.admin.reasons import with_reason
from outbox.kinds import names
from outbox.models import Attempt, Message
from outbox.states import Stream


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
        return request.user.has_perm("outbox.release_message")

    def has_cancel_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("outbox.cancel_message")

    @admin.action(description=_("Release: send it now"), permissions=["release"])
    def release(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return self._decide(request, rows, holding.release, str(_("Released")))

    @admin.action(description=_("Hold: do not send it yet"), permissions=["release"])
    def hold(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return self._decide(request, rows, holding.hold_one, str(_("Held")))

    @admin.action(description=_("Cancel: never send it"), permissions=["cancel"])
    def cancel(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return self._decide(request, rows, holding.cancel, str(_("Cancelled")))

    @admin.action(description=_("Mark as sent: found in the mail server's log"), permissions=["release"])
    def mark_sent(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return self._decide(request, rows, holding.mark_sent, str(_("Marked as sent")))

    def _decide(self, request: HttpRequest, rows: QuerySet, verb: Any, title: str) -> HttpResponse | None:
        def act(message: Message, *, reason: str) -> None:
            verb(message, by=request.user, reason=reason, now=timezone.now())

        return with_reason(self, request, rows, act=act, title=title)
