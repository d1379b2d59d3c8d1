import json
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join

from trail.models import Entry


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin):
    """To be read; nobody writes here."""

    list_display = ["number", "at", "by", "act", "thing", "why"]
    list_filter = ["act"]
    search_fields = ["=thing", "by__username"]
    search_help_text = "A row, like “appeals.appeal 12”, or somebody's user name."
    list_select_related = ["by", "reason"]
    date_hierarchy = "at"
    fields = readonly_fields = ["number", "at", "by", "act", "thing", "why", "told", "hash"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("by", "reason")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="why")
    def why(self, entry: Entry) -> str:
        return entry.reason.words if hasattr(entry, "reason") else ""

    @admin.display(description="before and after")
    def told(self, entry: Entry) -> str:
        changes = json.loads(entry.changes)
        lines = [
            (row, field, str(before), str(after))
            for row, fields in changes["rows"].items()
            for field, (before, after) in fields.items()
        ]
        lines += [
            (model, f"{len(keys)} rows", "", ", ".join(map(str, keys)))
            for model, keys in changes["many"].items()
        ]
        return format_html_join("", "<div>{} · {}: {} → {}</div>", lines) or "–"
