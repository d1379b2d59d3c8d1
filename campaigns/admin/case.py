from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html

from bulk.admin.looking import needs_a_look, over_rows
from bulk.register import Act, register
from campaigns import publishing, recording, reviewing, safety, searching, status
from campaigns.admin.acting import act
from campaigns.admin.filters import CountriesInUse
from campaigns.admin.ledger import days_held, ledger_page, missing_list, timeline_list
from campaigns.admin.second_look import SecondLook
from campaigns.belonging import theirs
from campaigns.ledger import some_claim
from campaigns.ledger_entries import Entry, entries
from campaigns.models import Case, CaseBeneficiary
from campaigns.states import ReviewState
from kit.refusals import Refused

_NOTHING = "Nothing: every public claim has a source and was reviewed."


class HeldFilter(admin.SimpleListFilter):
    title = "letters"
    parameter_name = "held"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "held now"), ("no", "not held")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(is_held=self.value() == "yes") if self.value() else queryset


class UnsourcedFilter(admin.SimpleListFilter):
    title = "claims"
    parameter_name = "claims"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("unsourced", "some without a source"), ("unread", "some not reviewed")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        lacking = {"unsourced": Q(cited=False), "unread": Q(review_state=ReviewState.UNREVIEWED)}
        wanted = lacking.get(self.value() or "")
        return queryset.filter(some_claim(wanted & Q(held_back=False))) if wanted else queryset


def sees_unpublished(request: HttpRequest) -> bool:
    return request.user.has_perm("campaigns.view_unpublished")


class CaseBeneficiaryInline(admin.StackedInline):
    model = CaseBeneficiary
    extra = 0
    autocomplete_fields = ["beneficiary"]
    fields = [("beneficiary", "remembered")]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("beneficiary")  # each row is named by it


def _review_whole(case: Case, **said: Any) -> None:
    reviewing.review_case(case=case, **said)


def _publish(case: Case, **said: Any) -> None:
    publishing.publish(case=case, **said)


def _close(case: Case, **said: Any) -> None:
    publishing.close(case=case, **said)


MAY_PUBLISH = "campaigns.publish_case"
REVIEW_WHOLE = register(
    Act("campaigns.review_case", "Reviewed", _review_whole, reviewing.RIGHT, asks_why=False)
)
PUBLISH = register(Act("campaigns.publish", "Published", _publish, MAY_PUBLISH, asks_why=False))
CLOSE = register(Act("campaigns.close", "Closed", _close, MAY_PUBLISH, asks_why=False))


@admin.register(Case)
class CaseAdmin(SecondLook):
    list_display = ["title", "country", "state", "letters_held"]
    list_filter = ["state", HeldFilter, UnsourcedFilter, "campaign", ("country", CountriesInUse)]
    # Django draws the search box when there are search fields; the search itself is searching.narrow().
    search_fields = ["title"]
    search_help_text = "A title, or somebody whom the case is about, in any spelling."
    autocomplete_fields = ["campaign"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [CaseBeneficiaryInline]
    actions = ["review_whole_cases", "publish", "close"]
    readonly_fields = [
        "state",
        "changed_by",
        "published_at",
        "published_by",
        "agreed_at",
        "agreed_by",
        "closed_at",
        "closed_by",
        "missing",
        "letters",
        "days_held",
        "timeline",
    ]
    fieldsets = [
        (None, {"fields": [("key", "slug"), "campaign", "title", "summary", "country", "do_no_harm"]}),
        (
            "State",
            {
                "fields": [
                    ("state", "changed_by"),
                    ("published_at", "published_by"),
                    ("agreed_at", "agreed_by"),
                    ("closed_at", "closed_by"),
                    "letters",
                    "missing",
                ]
            },
        ),
        ("What happened", {"fields": ["days_held", "timeline"]}),
    ]
    # For those who see only what is published: without drafts, without news that nobody has checked.
    public_fieldsets: Any = [(None, {"fields": ["title", "summary", "country", "state", "published_at"]})]
    public_columns = ("title", "country", "state")

    def get_urls(self) -> list[URLPattern]:
        own = path("<int:pk>/ledger/", self.admin_site.admin_view(self.ledger), name="campaigns_case_ledger")
        return [own, *super().get_urls()]

    def ledger(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request) or not sees_unpublished(request):
            raise PermissionDenied
        case = get_object_or_404(Case, pk=pk)
        return ledger_page(request, case, {**self.admin_site.each_context(request), "opts": self.opts})

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        held = Exists(status.holding_links().filter(case=OuterRef("pk")))
        cases = theirs(super().get_queryset(request), request.user, campaign="campaign").annotate(
            is_held=held
        )
        return cases if sees_unpublished(request) else safety.shown(cases)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return super().get_fieldsets(request, obj) if sees_unpublished(request) else self.public_fieldsets

    def get_list_display(self, request: HttpRequest) -> Any:
        return super().get_list_display(request) if sees_unpublished(request) else self.public_columns

    def get_list_filter(self, request: HttpRequest) -> Any:
        return super().get_list_filter(request) if sees_unpublished(request) else ["state"]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change or form.has_changed() or any(formset.has_changed() for formset in formsets):
            recording.note_who(case=form.instance, changed_by=request.user)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        return searching.narrow(queryset, search_term), False

    @admin.display(boolean=True, description="letters held", ordering="is_held")
    def letters_held(self, obj: Any) -> bool:
        return obj.is_held

    @admin.display(description="Letters are held by")
    def letters(self, obj: Case) -> str:
        return status.held_because(obj) or "nothing"

    @admin.display(description="Before it can be published")
    def missing(self, obj: Case) -> str:
        missing = publishing.missing_claims(obj) if obj.pk else []
        return missing_list(missing) if missing else _NOTHING

    @admin.display(description="Days held")
    def days_held(self, obj: Case) -> str:
        return days_held(_told(obj))

    @admin.display(description="Timeline")
    def timeline(self, obj: Case) -> str:
        return timeline_list(_told(obj))

    def has_review_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("campaigns.review_claims")

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("campaigns.publish_case")

    @admin.action(
        description="Mark all sourced claims of the chosen cases as reviewed", permissions=["review"]
    )
    def review_whole_cases(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        if needs_a_look(request, queryset):
            return over_rows(self, request, queryset, act=REVIEW_WHOLE)
        for case in queryset:
            done = f"{case}: %s claims reviewed."
            act(request, reviewing.review_case, done, case=case, by=request.user, now=timezone.now())
            if own := reviewing.own_waiting(case=case, person=request.user):
                messages.warning(request, f"{case}: {own} of your own wait for a second person to read them.")
        return None

    @admin.action(description="Publish the chosen cases", permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        if needs_a_look(request, queryset):
            return over_rows(self, request, queryset, act=PUBLISH)
        for case in queryset:
            try:
                publishing.publish(case=case, by=request.user, now=timezone.now())
            except Refused as refused:
                missing = publishing.missing_claims(case)
                ledger = reverse("admin:campaigns_case_ledger", args=[case.pk])
                messages.error(
                    request,
                    format_html(
                        '{} <a href="{}">Ledger</a> {}', refused.message, ledger, missing_list(missing)
                    )
                    if missing
                    else refused.message,
                )
            else:
                messages.success(request, f"{case}: published.")
        return None

    @admin.action(description="Close the chosen cases", permissions=["publish"])
    def close(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        if needs_a_look(request, queryset):
            return over_rows(self, request, queryset, act=CLOSE)
        for case in queryset:
            act(request, publishing.close, f"{case}: closed.", case=case, by=request.user, now=timezone.now())
        return None


def _told(case: Case) -> list[Entry]:
    """The case's claims, read once for a page that shows them twice."""
    told = getattr(case, "_told", None)
    if told is None:
        told = case._told = entries(case) if case.pk else []
    return told
