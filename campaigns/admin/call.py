from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from campaigns.admin.claims import DATES, REVIEW, CitationInline, ClaimAdmin
from campaigns.models import Call, CallDemand, CallStep


class CallDemandInline(admin.StackedInline):
    model = CallDemand
    extra = 0
    autocomplete_fields = ["demand"]
    fields = [("number", "demand")]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("demand")  # each row is named by it


class CallStepInline(admin.StackedInline):
    model = CallStep
    extra = 0
    fields = [("number", "text")]


@admin.register(Call)
class CallAdmin(ClaimAdmin):
    list_display = ["key", "title", "kind", "state", "date", "sourced", "review_state"]
    list_filter = ["kind", "state", "case"]
    search_fields = ["key", "title", "asked_by"]
    autocomplete_fields = ["case", "targets", "beneficiaries"]
    inlines = [CallDemandInline, CallStepInline, CitationInline]
    fieldsets = [
        (
            None,
            {"fields": ["case", "title", ("kind", "state"), "state_note", "asked_by", "audience", "place"]},
        ),
        ("To whom", {"fields": ["targets", "embassies_of", "copies_to", "beneficiaries"]}),
        ("Words", {"fields": ["slogan", "message", "note"]}),
        DATES,
        REVIEW,
    ]

    @admin.display(ordering="date_from")
    def date(self, obj: Call) -> str:
        return obj.date_words()
