"""Bad news and other news of messages: each piece as it was told, and what the mails were that came in."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from outbox.admin.readonly import ReadOnlyAdmin
from outbox.models import IncomingMail, Notice
from outbox.states import Stream


class NoticeInline(admin.TabularInline):
    model = Notice
    fields = readonly_fields = (*("at", "kind", "enhanced", "said", "reporter", "of_recipient", "source"),)
    ordering = ("at", "id")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ("at", "kind", "about", "enhanced", "said", "of_recipient", "source")
    list_filter = ("kind", "source", "of_recipient", "message__stream")
    list_select_related = ("message",)
    search_fields = ("enhanced", "message__subject_ref", "message__message_id")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Who may not see the addresses of supporters sees the news of messages to offices alone."""
        notices = super().get_queryset(request).defer("message__recipient", "message__values")
        sees_all = request.user.has_perm("outbox.view_recipient")
        return notices if sees_all else notices.filter(message__stream=Stream.LETTER)

    @admin.display(description=_("about"))
    def about(self, notice: Notice) -> str:
        return notice.message.subject_ref or str(notice.message)


@admin.register(IncomingMail)
class IncomingMailAdmin(ReadOnlyAdmin):
    """What came and what it was taken for. What it says is shown where it belongs: answers with their letters."""

    list_display = ("came_at", "sort", "message", "came_through", "size", "taken_at")
    list_filter = ("sort",)
    list_select_related = ("message",)
    ordering = ("-id",)
    exclude = ("raw",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [name for name in super().get_readonly_fields(request, obj) if name != "raw"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("raw", "message__recipient", "message__values")
