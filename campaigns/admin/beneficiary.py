from datetime import timedelta
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Max, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from campaigns import searching, second_look
from campaigns.admin.filters import CountriesInUse
from campaigns.admin.held_back import HeldBackAdmin
from campaigns.admin.second_look import WatchedAdmin
from campaigns.models import Alias, Beneficiary, Group, GroupPart, Prisoner, StatusRecord

HALF_A_YEAR = timedelta(days=182)


class OldStatusFilter(admin.SimpleListFilter):
    title = "last status"
    parameter_name = "status_age"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("old", "older than 6 months"), ("none", "none recorded")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "old":
            return queryset.filter(vouched_until__lt=timezone.localdate() - HALF_A_YEAR)
        return queryset.filter(vouched_until__isnull=True) if self.value() == "none" else queryset


class AliasInline(admin.StackedInline):
    model = Alias
    extra = 0
    fields = [("name", "language", "script"), "note"]


class StatusInline(admin.StackedInline):
    """Looked at here; written on its own page, where its sources are."""

    model = StatusRecord
    extra = 0
    can_delete = False
    show_change_link = True
    readonly_fields = ["status", "text", "date", "as_of", "review_state"]
    fields: ClassVar[Any] = readonly_fields

    @admin.display
    def date(self, obj: StatusRecord) -> str:
        return obj.date_words()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class GroupPartInline(admin.StackedInline):
    model = GroupPart
    fk_name = "group"
    extra = 0
    can_delete = False
    show_change_link = True
    readonly_fields = ["size", "outcome", "as_of", "review_state"]
    fields: ClassVar[Any] = readonly_fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class _NamedAdmin(WatchedAdmin, HeldBackAdmin):
    list_display = ["name", "country", "last_vouched_for", "held_back"]
    list_filter = [("country", CountriesInUse), "held_back", OldStatusFilter]
    # Django draws the search box when there are search fields; the search itself is searching.narrow().
    search_fields = ["name"]
    search_help_text = "Any spelling, any script, a letter or two may be wrong."
    inlines = [AliasInline, StatusInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(vouched_until=Max("statuses__as_of"))

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet, bool]:
        return searching.narrow(queryset, search_term), False

    def cases_behind(self, pk: int) -> QuerySet:
        return second_look.shown_cases_of(Beneficiary.objects.filter(pk=pk))

    @admin.display(description="status as of", ordering="vouched_until")
    def last_vouched_for(self, obj: Any) -> Any:
        return obj.vouched_until


@admin.register(Beneficiary)
class BeneficiaryAdmin(_NamedAdmin):
    """Serves the autocomplete fields; people and groups have lists of their own."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Prisoner)
class PrisonerAdmin(_NamedAdmin):
    fields = [
        "key",
        "name",
        ("gender", "is_unnamed"),
        "country",
        ("held_back", "release_words"),
        "never_merge",
        "note",
    ]


@admin.register(Group)
class GroupAdmin(_NamedAdmin):
    fields = [
        "key",
        "name",
        "country",
        ("size", "size_note"),
        "members",
        ("held_back", "release_words"),
        "note",
    ]
    list_display = ["name", "size", "country", "last_vouched_for", "held_back"]
    autocomplete_fields = ["members"]
    inlines = [AliasInline, GroupPartInline, StatusInline]

    def save_model(self, request: HttpRequest, obj: Group, form: Any, change: bool) -> None:
        obj.kind = Beneficiary.Kind.GROUP
        super().save_model(request, obj, form, change)
