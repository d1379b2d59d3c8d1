from django.contrib import admin

from campaigns.models import Campaign


@admin.register(Campaign)
class CampaignAdmin(admin.ModelAdmin):
    list_display = ["name", "copy_email"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
