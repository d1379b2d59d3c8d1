from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from campaigns.belonging import theirs
from campaigns.models import Campaign, Partnership


class PartnershipInline(admin.TabularInline):
    """Who sees this campaign and no other; shown to those who look after the staff."""

    model = Partnership
    extra = 0
    autocomplete_fields = ["user"]
    verbose_name = "partner"
    verbose_name_plural = (
        "Partners: people with the role partner see this campaign, and no other that does not name them"
    )


@admin.register(Campaign)
class CampaignAdmin(admin.ModelAdmin):
    list_display = ["name", "copy_email"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [PartnershipInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return theirs(super().get_queryset(request), request.user, campaign="pk")
