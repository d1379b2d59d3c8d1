"""Every form of the desk, seen from the site: before it is saved or a row is deleted, the trail looks at what is there."""

from typing import Any

from django import forms
from django.http import HttpRequest


class _Watched:
    """Before ModelAdmin in the order of resolution; Django calls these before it writes."""

    def save_form(self, request: HttpRequest, form: forms.ModelForm, change: bool) -> Any:
        from trail import desk

        if change:
            desk.look([form.instance])
        return super().save_form(request, form, change)  # type: ignore[misc]  # ModelAdmin's

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        from trail import desk

        desk.look(queryset)
        return super().log_deletions(request, queryset)  # type: ignore[misc]  # ModelAdmin's


def watched(admin_class: type) -> type:
    return type(admin_class.__name__, (_Watched, admin_class), {"__module__": admin_class.__module__})
