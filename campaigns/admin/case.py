from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from campaigns import publishing, reviewing, status
from campaigns.admin.acting import act
from campaigns.models import Case, CaseBeneficiary

_NOTHING = "Nothing: every public claim has a source and was reviewed."


class HeldFilter(admin.SimpleListFilter):
    title = "letters"
    parameter_name = "held"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "held now"), ("no", "not held")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(is_held=self.value() == "yes") if self.value() else queryset


class CaseBeneficiaryInline(admin.StackedInline):
    model = CaseBeneficiary
    extra = 0
    autocomplete_fields = ["beneficiary"]
    fields = [("beneficiary", "remembered")]


@admin.register(Case)
class CaseAdmin(admin.ModelAdmin):
    list_display = ["title", "country", "state", "letters_held"]
    list_filter = ["state", HeldFilter, "campaign", "country"]
    search_fields = ["title", "key"]
    autocomplete_fields = ["campaign"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [CaseBeneficiaryInline]
    actions = ["review_whole_cases", "publish", "close"]
    readonly_fields = [
        "state",
        "published_at",
        "published_by",
        "closed_at",
        "closed_by",
        "missing",
        "letters",
    ]
    fieldsets = [
        (None, {"fields": [("key", "slug"), "campaign", "title", "summary", "country"]}),
        (
            "State",
            {
                "fields": [
                    "state",
                    ("published_at", "published_by"),
                    ("closed_at", "closed_by"),
                    "letters",
                    "missing",
                ]
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        held = Exists(status.holding_links().filter(case=OuterRef("pk")))
        return super().get_queryset(request).annotate(is_held=held)

    @admin.display(boolean=True, description="letters held", ordering="is_held")
    def letters_held(self, obj: Any) -> bool:
        return obj.is_held

    @admin.display(description="Letters are held by")
    def letters(self, obj: Case) -> str:
        return status.held_because(obj) or "nothing"

    @admin.display(description="Before it can be published")
    def missing(self, obj: Case) -> str:
        lines = []
        for one in publishing.missing_claims(obj) if obj.pk else []:
            meta = one.claim._meta
            lines.append(
                (reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[one.claim.pk]), str(one))
            )
        items = format_html_join("", '<li><a href="{}">{}</a></li>', lines)
        return format_html("<ul>{}</ul>", items) if lines else _NOTHING

    @admin.action(
        description="Mark all sourced claims of the chosen cases as reviewed", permissions=["change"]
    )
    def review_whole_cases(self, request: HttpRequest, queryset: QuerySet) -> None:
        for case in queryset:
            done = f"{case}: %s claims reviewed."
            act(request, reviewing.review_case, done, case=case, by=request.user, now=timezone.now())

    @admin.action(description="Publish the chosen cases", permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet) -> None:
        for case in queryset:
            act(
                request,
                publishing.publish,
                f"{case}: published.",
                case=case,
                by=request.user,
                now=timezone.now(),
            )

    @admin.action(description="Close the chosen cases", permissions=["change"])
    def close(self, request: HttpRequest, queryset: QuerySet) -> None:
        for case in queryset:
            act(request, publishing.close, f"{case}: closed.", case=case, by=request.user, now=timezone.now())
