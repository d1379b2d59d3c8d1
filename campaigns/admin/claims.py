"""What all claims have in common in the admin: citations below, filters, the review buttons."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from bulk.admin.looking import over_rows
from bulk.register import Act, register
from campaigns import contradictions, reviewing
from campaigns.admin.held_back import HeldBackAdmin
from campaigns.ledger import CITED_AS, is_cited
from campaigns.models import Citation, Reviewed
from kit.refusals import Refused

DATES: Any = ("Date", {"fields": [("date_from", "date_to", "precision", "basis"), "date_note"]})
REVIEW: Any = (
    "Review",
    {
        "fields": [
            *(("held_back", "release_words"), "review_state", "changed_by"),
            *(("reviewed_by", "reviewed_at"), "key"),
        ]
    },
)


DATE_FIELDS = frozenset({"date_from", "date_to", "precision"})


class ClaimForm(forms.ModelForm):
    """One mistake, one message: a day that cannot be read is not missing too."""

    def _update_errors(self, errors: ValidationError) -> None:
        told = set(self.errors)
        told |= DATE_FIELDS if told & DATE_FIELDS else set()
        new = {name: said for name, said in errors.update_error_dict({}).items() if name not in told}
        if new:
            super()._update_errors(ValidationError(new))


class ConsistentForm(ClaimForm):
    """What cannot be true together with what is recorded is told at its field before anything is saved."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors:
            return
        try:
            contradictions.check(self.instance, today=timezone.localdate())
        except Refused as refused:
            self.add_error(refused.field if refused.field in self.fields else None, refused.message)


class CitationInline(admin.StackedInline):
    model = Citation
    extra = 0
    autocomplete_fields = ["source"]
    fields = [("source", "lines"), "note"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("source")  # each row is named by it


class SourcedFilter(admin.SimpleListFilter):
    title = "source"
    parameter_name = "sourced"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "without a source"), ("yes", "with a source")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        cited = is_cited(queryset.model)
        return {"no": queryset.filter(~cited), "yes": queryset.filter(cited)}.get(
            self.value() or "", queryset
        )


def _review(claim: Reviewed, **said: Any) -> None:
    reviewing.review(claims=[claim], **said)


def _take_back(claim: Reviewed, **said: Any) -> None:
    reviewing.take_back(claims=[claim], **said)


REVIEW_EACH = register(Act("campaigns.review", "Reviewed", _review, reviewing.RIGHT, asks_why=False))
TAKE_BACK = register(
    Act("campaigns.take_review_back", "Unreviewed again", _take_back, reviewing.RIGHT, asks_why=False)
)


class ReviewedAdmin(admin.ModelAdmin):
    """A row that is changed after its review has not been read as it now stands, so the mark goes away."""

    readonly_fields = ["review_state", "changed_by", "reviewed_by", "reviewed_at"]
    actions = ["mark_reviewed", "take_review_back"]

    def has_review_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("campaigns.review_claims")

    @admin.action(description="Mark as reviewed against the source", permissions=["review"])
    def mark_reviewed(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return over_rows(self, request, queryset, act=REVIEW_EACH)

    @admin.action(description="Take the review back", permissions=["review"])
    def take_review_back(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return over_rows(self, request, queryset, act=TAKE_BACK)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change or form.has_changed() or any(formset.has_changed() for formset in formsets):
            reviewing.unreview(claims=[form.instance], changed_by=request.user)


class ClaimAdmin(HeldBackAdmin, ReviewedAdmin):
    form = ClaimForm
    actions = [*ReviewedAdmin.actions, *HeldBackAdmin.actions]
    inlines = [CitationInline]

    def get_list_filter(self, request: HttpRequest) -> list:
        return ["review_state", "held_back", SourcedFilter, *self.list_filter]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(cited=is_cited(self.model))

    @admin.display(boolean=True, description="source")
    def sourced(self, obj: Any) -> bool:
        return obj.cited

    def get_inlines(self, request: HttpRequest, obj: Any) -> list:
        return list(self.inlines) if self.model in CITED_AS else []
