from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from bulk.admin.looking import over_rows
from bulk.register import Act, register
from campaigns import correcting
from campaigns.models import Correction


def _accept_checked(correction: Correction, **said: Any) -> None:
    correcting.accept(correction=correction, checked=True, **said)


def _accept(correction: Correction, **said: Any) -> None:
    correcting.accept(correction=correction, checked=False, **said)


def _decline(correction: Correction, **said: Any) -> None:
    correcting.decline(correction=correction, **said)


MAY_CHANGE, MAY_VERIFY = "campaigns.change_correction", "campaigns.verify_contact"
ACCEPT_CHECKED = register(
    Act("campaigns.accept_checked", "Accepted and verified", _accept_checked, MAY_VERIFY)
)
ACCEPT = register(Act("campaigns.accept", "Accepted, not verified", _accept, MAY_CHANGE))
DECLINE = register(Act("campaigns.decline", "Declined", _decline, MAY_CHANGE))


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
        return request.user.has_perms([MAY_CHANGE, MAY_VERIFY])

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
        return over_rows(self, request, rows, act=ACCEPT_CHECKED)

    @admin.action(description="Accept without a check (asks why). It is unverified", permissions=["change"])
    def accept_unchecked(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return over_rows(self, request, rows, act=ACCEPT)

    @admin.action(description="Decline (asks why)", permissions=["change"])
    def decline(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return over_rows(self, request, rows, act=DECLINE)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        hidden = {"show_save": False, "show_save_and_continue": False, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, hidden)
