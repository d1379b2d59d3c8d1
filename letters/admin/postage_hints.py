"""What signers' own posts ask for a letter: a table that staff keep, shown to signers who post theirs."""

from django.contrib import admin

from letters.models import PostageHint


@admin.register(PostageHint)
class PostageHintAdmin(admin.ModelAdmin):
    list_display = ("country", "is_abroad", "grams", "product", "price", "currency", "as_of")
    list_filter = ("country", "is_abroad")
    ordering = ("country", "is_abroad", "grams")
