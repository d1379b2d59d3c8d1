from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from campaigns import verifying
from campaigns.admin.acting import ActionWithWords, act, words
from campaigns.models import Contact
from campaigns.states import Health

OLD = timedelta(days=182)


class AgeFilter(admin.SimpleListFilter):
    title = "verification"
    parameter_name = "age"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("never", "never verified"), ("old", "older than 6 months"), ("fresh", "within 6 months")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        line = timezone.localdate() - OLD
        wanted: dict[str, dict[str, Any]] = {
            "never": {"verified_on__isnull": True},
            "old": {"verified_on__lt": line},
            "fresh": {"verified_on__gte": line},
        }
        return queryset.filter(**wanted.get(self.value() or "", {}))


@admin.register(Contact)
class ContactAdmin(admin.ModelAdmin):
    """The work list of addresses. To verify some: choose them, say how you checked, press Go."""

    list_display = [
        "__str__",
        "target",
        "channel",
        "health",
        "verified_on",
        "verified_by",
        "for_demonstration",
    ]
    list_filter = ["health", AgeFilter, "channel", "for_demonstration", "target__represents"]
    list_select_related = ["target", "verified_by"]
    search_fields = ["email", "city", "target__search_key"]
    autocomplete_fields = ["target"]
    action_form = ActionWithWords
    actions = ["verify", "mark_failing", "mark_dead"]
    readonly_fields = ["health", "verified_on", "verified_by", "verified_how", "for_demonstration"]
    fieldsets = [
        (None, {"fields": ["target", ("channel", "position"), "email", "address_lines"]}),
        ("Place", {"fields": [("postcode", "city", "country_name"), "note"]}),
        (
            "Verification",
            {"fields": ["health", ("verified_on", "verified_by"), "verified_how", "for_demonstration"]},
        ),
    ]

    @admin.action(description="Verified: I checked these addresses (say how)", permissions=["change"])
    def verify(self, request: HttpRequest, queryset: QuerySet) -> None:
        told = {"contacts": queryset, "how": words(request), "by": request.user, "now": timezone.now()}
        act(request, verifying.verify_contacts, "%s verified.", **told)

    @admin.action(description="These addresses fail", permissions=["change"])
    def mark_failing(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._doubt(request, queryset, Health.FAILING)

    @admin.action(description="These addresses are dead", permissions=["change"])
    def mark_dead(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._doubt(request, queryset, Health.DEAD)

    def _doubt(self, request: HttpRequest, queryset: QuerySet, health: str) -> None:
        act(request, verifying.doubt_contacts, "%s marked.", contacts=queryset, health=health)

    def save_model(self, request: HttpRequest, obj: Contact, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and set(form.changed_data) - {"note", "position"}:
            verifying.forget_verification(contacts=Contact.objects.filter(pk=obj.pk))
