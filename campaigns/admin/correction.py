from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from campaigns import correcting
from campaigns.models import Correction
from outbox.admin.reasons import with_reason


@admin.register(Correction)
class CorrectionAdmin(admin.ModelAdmin):
    """What the public proposes. To decide: choose some, press Go, say how you checked or why."""

    list_display = ["office", "what", "difference", "known_from", "state", "proposed_on", "decided_by"]
    list_display_links = ["office"]
    list_filter = ["state", "about"]
    list_select_related = ["target", "contact", "decided_by"]
    search_fields = ["target__search_key", "target__key"]
    actions = ["accept_checked", "accept_unchecked", "decline"]
    fields = [
        "office",
        "what",
        "difference",
        "known_from",
        ("state", "proposed_on"),
        ("decided_by", "decided_at"),
        "reason",
    ]
    readonly_fields = [
        "office",
        "what",
        "difference",
        "known_from",
        "state",
        "proposed_on",
        "decided_by",
        "decided_at",
        "reason",
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_verify_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perms(["campaigns.change_correction", "campaigns.verify_contact"])

    @admin.display(ordering="target__name")
    def office(self, obj: Correction) -> str:
        return obj.target.name

    @admin.display(ordering="about")
    def what(self, obj: Correction) -> str:
        is_new = obj.about != Correction.About.OFFICE and not obj.contact
        return f"new: {obj.get_about_display()}" if is_new else obj.get_about_display()

    @admin.display(description="was → proposed")
    def difference(self, obj: Correction) -> SafeString:
        """Typed by the public: escaped, and never a link."""
        lines = [(column.replace("_", " "), old or "–", new or "–") for column, old, new in obj.difference()]
        if not lines:
            return format_html("{}", "stands there already")
        return format_html_join("", '<div class="difference">{}: <del>{}</del> → <ins>{}</ins></div>', lines)

    @admin.display(description="known from")
    def known_from(self, obj: Correction) -> str:
        return obj.source

    @admin.action(
        description="Accept: I checked it (asks how). It counts as verified", permissions=["verify"]
    )
    def accept_checked(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return self._decide(request, rows, "Accepted and verified", correcting.accept, checked=True)

    @admin.action(description="Accept without a check (asks why). It is unverified", permissions=["change"])
    def accept_unchecked(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return self._decide(request, rows, "Accepted, not verified", correcting.accept, checked=False)

    @admin.action(description="Decline (asks why)", permissions=["change"])
    def decline(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return self._decide(request, rows, "Declined", correcting.decline)

    def _decide(
        self, request: HttpRequest, rows: QuerySet, title: str, verb: Callable[..., None], **more: bool
    ) -> HttpResponse | None:
        def act(correction: Correction, *, reason: str) -> None:
            verb(correction=correction, reason=reason, by=request.user, now=timezone.now(), **more)

        return with_reason(self, request, rows, act=act, title=title)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        hidden = {"show_save": False, "show_save_and_continue": False, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, hidden)
