from django.contrib import admin
from django.db import models

from campaigns.admin.spreadsheets import SheetAdmin, SourceSheet
from campaigns.models import Source


@admin.register(Source)
class SourceAdmin(SheetAdmin, admin.ModelAdmin):
    resource_classes = [SourceSheet]
    list_display = ["key", "title", "author", "publisher", "date"]
    list_filter = ["kind", "text_available", "publisher"]
    search_fields = ["key", "title", "author", "publisher"]
    autocomplete_fields = ["within"]
    # https, where somebody pastes an address without its beginning.
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fieldsets = [
        (
            None,
            {"fields": ["key", "kind", "title", ("author", "translator"), "publisher", "url", "language"]},
        ),
        ("Date of the original", {"fields": [("date_from", "date_to", "precision", "basis"), "date_note"]}),
        (
            "Where it was read",
            {"fields": [("document", "lines"), "within", ("reposted_by", "reposted_on"), "text_available"]},
        ),
        (
            "Notes",
            {
                "fields": [
                    *("permission_note", "translation_note", "truncation_note", "correction_note"),
                    *("archive_note", "note"),
                ]
            },
        ),
    ]

    @admin.display(ordering="date_from")
    def date(self, obj: Source) -> str:
        return obj.date_words()
