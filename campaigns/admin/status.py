from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from campaigns import status
from campaigns.admin.acting import ActionWithWords, act, words
from campaigns.admin.claims import DATES, REVIEW, ClaimAdmin
from campaigns.models import Sentence, StatusRecord


@admin.register(StatusRecord)
class StatusRecordAdmin(ClaimAdmin):
    list_display = ["beneficiary", "status", "date", "as_of", "sourced", "review_state", "holds_letters"]
    list_filter = ["status"]
    list_select_related = ["beneficiary"]
    search_fields = ["beneficiary__search_key", "text", "key"]
    autocomplete_fields = ["beneficiary"]
    action_form = ActionWithWords
    actions = ["mark_reviewed", "take_review_back", "lift_hold"]
    readonly_fields = [*ClaimAdmin.readonly_fields, "hold_lifted_at", "hold_lifted_by", "hold_lifted_reason"]
    fieldsets = [
        (None, {"fields": [("beneficiary", "status"), "text", "place", "as_of"]}),
        DATES,
        REVIEW,
        ("Hold", {"fields": [("hold_lifted_at", "hold_lifted_by"), "hold_lifted_reason"]}),
    ]

    @admin.display(ordering="date_from")
    def date(self, obj: StatusRecord) -> str:
        return obj.date_words()

    @admin.display(boolean=True, description="holds letters")
    def holds_letters(self, obj: StatusRecord) -> bool:
        return obj.holds

    @admin.action(description="Let letters leave in spite of it (say why)", permissions=["change"])
    def lift_hold(self, request: HttpRequest, queryset: QuerySet) -> None:
        for record in queryset:
            done = f"{record}: holds nothing any more."
            act(
                request,
                status.lift_hold,
                done,
                record=record,
                reason=words(request),
                by=request.user,
                now=timezone.now(),
            )


@admin.register(Sentence)
class SentenceAdmin(ClaimAdmin):
    list_display = ["__str__", "date", "court", "sourced", "review_state"]
    list_filter = ["step"]
    list_select_related = ["beneficiary"]
    search_fields = ["beneficiary__search_key", "charge", "court", "key"]
    autocomplete_fields = ["beneficiary", "replaces"]
    fieldsets = [
        (
            None,
            {"fields": [("beneficiary", "step"), "replaces", ("years", "months", "days", "hours"), "fine"]},
        ),
        ("Court", {"fields": ["charge", "court", "place", "text"]}),
        DATES,
        REVIEW,
    ]

    @admin.display(ordering="date_from")
    def date(self, obj: Sentence) -> str:
        return obj.date_words()
