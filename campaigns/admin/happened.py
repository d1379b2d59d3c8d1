"""Events, figures, parts of groups and others named: what a case tells."""

from django.contrib import admin

from campaigns.admin.claims import DATES, REVIEW, ClaimAdmin, ConsistentForm
from campaigns.models import Event, Figure, GroupPart, OtherNamed


@admin.register(Event)
class EventAdmin(ClaimAdmin):
    form = ConsistentForm
    list_display = ["text", "case", "kind", "date", "sourced", "review_state"]
    list_filter = ["case", "kind", "is_allegation"]
    list_select_related = ["case"]
    search_fields = ["text", "key", "beneficiary__search_key"]
    autocomplete_fields = ["case", "beneficiary"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("case", "beneficiary"),
                    "kind",
                    "text",
                    "place",
                    ("attributed_to", "is_allegation"),
                ]
            },
        ),
        DATES,
        REVIEW,
    ]

    @admin.display(ordering="date_from")
    def date(self, obj: Event) -> str:
        return obj.date_words()


@admin.register(Figure)
class FigureAdmin(ClaimAdmin):
    list_display = ["topic", "number", "unit", "said_by", "sourced", "review_state"]
    list_filter = ["case", "topic"]
    search_fields = ["topic", "said_by", "key"]
    autocomplete_fields = ["case"]
    fieldsets = [
        (
            None,
            {"fields": ["case", "topic", ("low", "high", "unit"), "qualifier", ("said_by", "as_of"), "note"]},
        ),
        REVIEW,
    ]


@admin.register(GroupPart)
class GroupPartAdmin(ClaimAdmin):
    list_display = ["group", "size", "outcome", "sourced", "review_state"]
    list_select_related = ["group"]
    search_fields = ["outcome", "key"]
    autocomplete_fields = ["group"]
    fieldsets = [(None, {"fields": ["group", ("size", "outcome"), "as_of"]}), REVIEW]


@admin.register(OtherNamed)
class OtherNamedAdmin(ClaimAdmin):
    list_display = ["name", "role", "case", "sourced", "review_state"]
    list_filter = ["case"]
    list_select_related = ["case"]
    search_fields = ["search_key", "role", "key"]
    autocomplete_fields = ["case"]
    fieldsets = [(None, {"fields": ["case", "name", "role", "note"]}), REVIEW]
