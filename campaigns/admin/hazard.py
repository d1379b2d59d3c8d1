from django.contrib import admin

from campaigns.admin.claims import CitationInline
from campaigns.models import Hazard


@admin.register(Hazard)
class HazardAdmin(admin.ModelAdmin):
    list_display = ["key", "text", "rule"]
    list_filter = ["cases"]
    search_fields = ["key", "text", "rule"]
    autocomplete_fields = ["cases", "beneficiaries"]
    inlines = [CitationInline]
    fields = ["key", "text", "rule", "cases", "beneficiaries"]
