from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class OneRightAdmin(admin.ModelAdmin):
    """Rows that only verbs change: seen, and where `may_add` says so added, by those who have `right`; by nobody else."""

    right = ""
    may_add = False

    def has_own_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.right)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_own_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_own_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_add and self.has_own_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
