from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from campaigns.admin.claims import CitationInline
from campaigns.models import Organisation
from campaigns.names import search_key


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "country"]
    list_filter = ["kind", "country"]
    # Django draws the search box when there are search fields; the search itself forgives the script.
    search_fields = ["name"]
    search_help_text = "Any spelling, any script."
    autocomplete_fields = ["cases"]
    inlines = [CitationInline]
    fieldsets = [
        (None, {"fields": ["key", "name", "other_names", ("kind", "country"), "never_merge", "note"]}),
        ("Found in", {"fields": ["cases", "contacts"]}),
    ]

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet, bool]:
        for word in search_key(search_term).split():
            queryset = queryset.filter(
                Q(search_key__contains=word) | Q(other_search_key__contains=word) | Q(key=word)
            )
        return queryset, False
