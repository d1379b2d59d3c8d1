from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from campaigns.admin.claims import REVIEW, CitationInline, ClaimAdmin, ReviewedAdmin
from campaigns.models import Demand, DemandText


class DemandForm(forms.ModelForm):
    """A demand asks somebody: offices, a state's embassies, or others who are said in words."""

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not any(found.get(name) for name in ("targets", "embassies_of", "addressed_to")):
            self.add_error(
                "targets",
                "Say whom this demand is made of: an office, a state's embassies, or others in words.",
            )
        return found


class DemandTextInline(admin.StackedInline):
    """Looked at here; written and reviewed on its own page."""

    model = DemandText
    extra = 0
    can_delete = False
    show_change_link = True
    readonly_fields = ["language", "text", "review_state"]
    fields: ClassVar[Any] = readonly_fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Demand)
class DemandAdmin(ClaimAdmin):
    form = DemandForm
    list_display = ["key", "text", "case", "sourced", "review_state"]
    list_filter = ["case"]
    list_select_related = ["case"]
    search_fields = ["key", "text"]
    autocomplete_fields = ["case", "targets", "beneficiaries"]
    inlines = [CitationInline, DemandTextInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "case",
                    "text",
                    "targets",
                    ("embassies_of", "addressed_to"),
                    "beneficiaries",
                    "note",
                ]
            },
        ),
        REVIEW,
    ]


@admin.register(DemandText)
class DemandTextAdmin(ReviewedAdmin):
    list_display = ["text", "language", "demand", "review_state"]
    list_filter = ["language", "review_state"]
    list_select_related = ["demand"]
    search_fields = ["text", "demand__key"]
    autocomplete_fields = ["demand"]
