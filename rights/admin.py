"""What was forgotten, by night and on request: numbers to be looked at, never typed."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from rights.models import Receipt, RetentionRun


class _ReadOnly(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Receipt)
class ReceiptAdmin(_ReadOnly):
    list_display = ["number", "at", "rows"]
    fields = ["number", "at", "lines"]
    ordering = ["-at"]

    @admin.display(description="rows")
    def rows(self, receipt: Receipt) -> int:
        return sum(receipt.removed.values())

    @admin.display(description="what was removed")
    def lines(self, receipt: Receipt) -> SafeString:
        return format_html_join("", "<p>{}: {}</p>", receipt.removed.items())


@admin.register(RetentionRun)
class RetentionRunAdmin(_ReadOnly):
    list_display = ["__str__", "ended_at", "rows"]
    fields = ["began_at", "ended_at", "lines"]
    ordering = ["-began_at"]

    @admin.display(description="rows")
    def rows(self, run: RetentionRun) -> int:
        return sum(rows for columns in run.removed.values() for rows in columns.values())

    @admin.display(description="what was forgotten")
    def lines(self, run: RetentionRun) -> SafeString:
        found = [
            (model, columns, rows)
            for model, of_model in run.removed.items()
            for columns, rows in of_model.items()
        ]
        return format_html_join("", "<p>{}: {} × {}</p>", ((m, rows, columns) for m, columns, rows in found))
