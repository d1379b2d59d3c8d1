from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest

from campaigns.belonging import theirs
from campaigns.models import Campaign, Partnership


class PartnershipInline(admin.TabularInline):
    """Who sees this campaign and no other; shown to those who look after the staff."""

    model = Partnership
    extra = 1  # one can be named without scripts
    verbose_name = "partner"
    verbose_name_plural = (
        "Partners: people with the role partner see this campaign, and no other that does not name them"
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("user", "campaign")  # each row is named by them

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A plain list, which needs no scripts: who can log in to the desk, and who is named already. One query for all rows."""
        desk = get_user_model()._default_manager.filter(is_staff=True, is_active=True)
        named = get_user_model()._default_manager.filter(partnerships__isnull=False)
        if db_field.name == "user":
            kwargs["queryset"] = (desk | named).distinct().order_by("username")
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None:
            # The list itself: what asks for it would ask once for each row.
            field.choices = list(field.choices)
        return field


@admin.register(Campaign)
class CampaignAdmin(admin.ModelAdmin):
    list_display = ["name", "copy_email"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [PartnershipInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return theirs(super().get_queryset(request), request.user, campaign="pk")
