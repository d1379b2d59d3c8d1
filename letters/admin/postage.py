"""The postage table, as your own post has it. A batch keeps the prices that it was sorted with."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from letters.models import PostageStep, PostageZone

RIGHT = "letters.print_letter"


class PostageStepInline(admin.TabularInline):
    model = PostageStep
    extra = 2

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(RIGHT)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


@admin.register(PostageZone)
class PostageZoneAdmin(admin.ModelAdmin):
    list_display = ("name", "countries", "currency")
    inlines = (PostageStepInline,)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(RIGHT)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(RIGHT)

    has_change_permission = has_delete_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(RIGHT)
