"""Supporters in the admin: looked at, never typed. The address shows on the page of one person only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from supporters.models import Consent, Supporter


class ConsentInline(admin.TabularInline):
    model = Consent
    extra = 0
    can_delete = False
    fields = readonly_fields = [
        "purpose",
        "wording",
        "wording_version",
        "language",
        "asked_at",
        "given_at",
        "withdrawn_at",
    ]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Supporter)
class SupporterAdmin(admin.ModelAdmin):
    list_display = ["__str__", "language", "created_at"]
    list_filter = ["language", "created_at"]
    fields = readonly_fields = ["email", "language", "created_at"]
    inlines = [ConsentInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
