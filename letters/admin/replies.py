"""What offices have answered: words that do nothing, the names of what is attached, and the way to the signer."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bulk.admin.looking import needs_a_look, over_rows
from bulk.register import Act, register
from kit.received_mail import Unreadable, attached, header, parse
from kit.refusals import Refused
from letters import forwarding
from letters.admin.reply_log import ReplyLog
from letters.models import Reply
from letters.reply_files import ENDINGS
from outbox.admin.readonly import ReadOnlyAdmin


def _forward(reply: Reply, **said: Any) -> None:
    forwarding.forward(reply=reply, **said)


FORWARD = register(
    Act("letters.forward", _("Forwarded to the signer"), _forward, "letters.forward_reply", asks_why=False)
)


class ReplyInline(admin.TabularInline):
    model = Reply
    fields = readonly_fields = ("came_at", "sort", "attachments", "opened")
    ordering = ("came_at", "id")
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("letter").defer("raw", "letter__frozen")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("words"))
    def opened(self, reply: Reply) -> str:
        url = reverse("admin:letters_reply_change", args=[reply.pk])
        return format_html('<a href="{}">{}</a>', url, _("read it"))


@admin.register(Reply)
class ReplyAdmin(ReplyLog, ReadOnlyAdmin):
    list_display = ("came_at", "sort", "outcome", "channel", "letter", "office", "appeal", "forwarded")
    list_filter = ("sort", "outcome", "channel", ("appeal", admin.RelatedOnlyFieldListFilter), "came_at")
    list_select_related = ("letter__target", "appeal", "message")
    search_fields = ("letter__reference", "letter__target__name")
    ordering = ("-came_at", "-id")
    actions = ("forward",)
    fieldsets = [
        (None, {"fields": ["letter", "office", "appeal", "sort", "came_at", "channel"]}),
        (_("The answer"), {"fields": ["sender", "subject", "words", "files", "original"]}),
        (_("To the signer"), {"fields": ["forwarded", "forwarded_by"]}),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Reply | None = None) -> Any:
        """What is no mail has no sender, no subject and nothing attached."""
        sets = super().get_fieldsets(request, obj)
        if obj is None or obj.form == Reply.Form.MAIL:
            return sets
        gone = {"sender", "subject", "files"}
        return [
            (name, {**options, "fields": [one for one in options["fields"] if one not in gone]})
            for name, options in sets
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        names = [name for name in super().get_readonly_fields(request, obj) if name not in {"raw", "digest"}]
        return [*names, "office", "sender", "subject", "words", "files", "original", "forwarded"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        hidden = ("letter__frozen", "message__recipient", "message__values")
        replies = super().get_queryset(request).defer(*hidden)
        is_one = request.resolver_match is not None and "object_id" in request.resolver_match.kwargs
        return replies if is_one else replies.defer("raw", *hidden)

    @admin.display(description=_("office"), ordering="letter__target__name")
    def office(self, reply: Reply) -> str:
        return reply.letter.target.name

    @admin.display(description=_("forwarded"))
    def forwarded(self, reply: Reply) -> str:
        return reply.message.get_state_display() if reply.message else ""

    @admin.display(description=_("from"))
    def sender(self, reply: Reply) -> str:
        return header(parse(bytes(reply.raw)), "From") if reply.form == Reply.Form.MAIL else ""

    @admin.display(description=_("subject"))
    def subject(self, reply: Reply) -> str:
        return header(parse(bytes(reply.raw)), "Subject") if reply.form == Reply.Form.MAIL else ""

    @admin.display(description=_("words"))
    def words(self, reply: Reply) -> str:
        # Escaped text in one block: no HTML of theirs, no picture, no link that can be pressed.
        return format_html('<pre class="theirs" dir="auto">{}</pre>', forwarding.words_of(reply))

    @admin.display(description=_("attached, not opened"))
    def files(self, reply: Reply) -> str:
        if reply.form != Reply.Form.MAIL:
            return ""
        try:
            found = attached(parse(bytes(reply.raw)))
        except (Unreadable, RecursionError):
            return ""
        rows = ((file.filename or "–", file.content_type, file.size) for file in found)
        return format_html_join("\n", "<div>{} ({}, {} bytes)</div>", rows)

    @admin.display(description=_("as it came"))
    def original(self, reply: Reply) -> str:
        if not reply.raw:
            return str(_("not kept any more"))
        url = reverse("admin:letters_reply_original", args=[reply.pk])
        return format_html(
            '<a href="{}">{}</a> {}',
            url,
            _("download it"),
            _("(open it only in a program that you trust with files of strangers)"),
        )

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "<int:pk>/original/",
            self.admin_site.admin_view(self.original_view),
            name="letters_reply_original",
        )
        return [own, *super().get_urls()]

    def original_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        reply = get_object_or_404(Reply, pk=pk)
        headers = {"Content-Disposition": f'attachment; filename="reply-{reply.pk}.{ENDINGS[reply.form]}"'}
        # Never its own type: a browser that knows it would open it.
        return HttpResponse(bytes(reply.raw), content_type="application/octet-stream", headers=headers)

    def has_forward_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("letters.forward_reply")

    @admin.action(description=_("Forward to the signer (read it first)"), permissions=["forward"])
    def forward(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        if needs_a_look(request, rows):
            return over_rows(self, request, rows, act=FORWARD)
        done = 0
        for reply in rows.select_related("letter__signature__supporter"):
            try:
                forwarding.forward(reply=reply, by=request.user, now=timezone.now())
            except Refused as refusal:
                self.message_user(request, f"{reply}: {refusal.message}", messages.ERROR)
            else:
                self.log_change(request, reply, str(_("Forwarded to the signer")))
                done += 1
        if done:
            said = ngettext("%(done)d answer is on its way.", "%(done)d answers are on their way.", done)
            self.message_user(request, said % {"done": done}, messages.SUCCESS)
        return None
