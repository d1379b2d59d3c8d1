from django.contrib import admin

from campaigns.models import Place, PlaceName


class PlaceNameInline(admin.StackedInline):
    model = PlaceName
    extra = 0
    fields = [("name", "used_from", "used_until"), "note"]


@admin.register(Place)
class PlaceAdmin(admin.ModelAdmin):
    list_display = ["name", "country", "de_facto"]
    list_filter = ["country"]
    search_fields = ["name", "names__name", "names__search_key"]
    inlines = [PlaceNameInline]
    fields = ["key", "name", "country", "de_facto", "note", "cases"]
    filter_horizontal = ["cases"]
