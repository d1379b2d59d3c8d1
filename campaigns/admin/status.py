from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from bulk.admin.looking import over_rows
from bulk.register import Act, register
from campaigns import recording, status
from campaigns.admin.claims import DATES, REVIEW, ClaimAdmin, ConsistentForm
from campaigns.models import Citation, Sentence, Source, StatusRecord
from kit.refusals import Refused


def _lift(record: StatusRecord, **said: Any) -> None:
    status.lift_hold(record=record, **said)


LIFT = register(Act("campaigns.lift_hold", "Hold lifted", _lift, "campaigns.lift_hold"))


class NewStatusForm(ConsistentForm):
    """A new status comes with its source; more sources can be added to it later."""

    source = forms.ModelChoiceField(
        Source.objects, widget=AutocompleteSelect(Citation._meta.get_field("source"), admin.site)
    )
    lines = forms.CharField(max_length=80, required=False)


@admin.register(StatusRecord)
class StatusRecordAdmin(ClaimAdmin):
    list_display = ["beneficiary", "status", "date", "as_of", "sourced", "review_state", "holds_letters"]
    list_filter = ["status"]
    list_select_related = ["beneficiary"]
    search_fields = ["beneficiary__search_key", "text", "key"]
    autocomplete_fields = ["beneficiary"]
    actions = [*ClaimAdmin.actions, "lift_hold"]
    form = ConsistentForm
    readonly_fields = [*ClaimAdmin.readonly_fields, "hold_lifted_at", "hold_lifted_by", "hold_lifted_reason"]
    fieldsets = [
        (None, {"fields": [("beneficiary", "status"), "text", "place", "as_of"]}),
        DATES,
        REVIEW,
        ("Hold", {"fields": [("hold_lifted_at", "hold_lifted_by"), "hold_lifted_reason"]}),
    ]
    add_fieldsets: Any = [
        (None, {"fields": [("beneficiary", "status"), "text", "place", "as_of", "held_back"]}),
        DATES,
        ("Source", {"fields": [("source", "lines")]}),
    ]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **kwargs, **({} if change else {"form": NewStatusForm}))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    def get_inlines(self, request: HttpRequest, obj: Any) -> list:
        return super().get_inlines(request, obj) if obj else []

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        try:
            return super().add_view(request, form_url, extra_context)
        except Refused as refused:
            # Somebody else has recorded something between the form's check and the verb's.
            messages.error(request, refused.message)
            return redirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: StatusRecord, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            recording.announce(obj)
        else:
            said = {name: form.cleaned_data[name] for name in ("source", "lines")}
            recording.record_status(record=obj, **said, by=request.user, now=timezone.now())
        for case, reason in recording.cases_on_hold(obj).items():
            said_where = reverse("admin:campaigns_case_change", args=[case.pk])
            warning = format_html(
                '<a href="{}">{}</a> is on hold ({}): no letter leaves, nobody can sign. Decide what goes on.',
                said_where,
                case,
                reason,
            )
            messages.warning(request, warning)

    @admin.display(ordering="date_from")
    def date(self, obj: StatusRecord) -> str:
        return obj.date_words()

    @admin.display(boolean=True, description="holds letters")
    def holds_letters(self, obj: StatusRecord) -> bool:
        return obj.holds

    def has_lift_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("campaigns.lift_hold")

    @admin.action(description="Let letters leave in spite of it (asks why)", permissions=["lift"])
    def lift_hold(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return over_rows(self, request, rows, act=LIFT)


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
