from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from bulk.admin.looking import over_rows
from bulk.register import Act, register
from campaigns import verifying
from campaigns.admin.filters import CountriesInUse
from campaigns.models import Contact
from campaigns.models.contact_querysets import oldest_fresh
from campaigns.states import Health

MAY = "campaigns.verify_contact"


def _verify(contact: Contact, *, reason: str, **said: Any) -> None:
    verifying.verify_contact(contact=contact, how=reason, **said)


def _fails(contact: Contact, **said: Any) -> None:
    verifying.doubt_contact(contact=contact, health=Health.FAILING, **said)


def _is_dead(contact: Contact, **said: Any) -> None:
    verifying.doubt_contact(contact=contact, health=Health.DEAD, **said)


VERIFY = register(Act("campaigns.verify", "Verified", _verify, MAY))
FAILS = register(Act("campaigns.fails", "These addresses fail", _fails, MAY, asks_why=False))
IS_DEAD = register(Act("campaigns.is_dead", "These addresses are dead", _is_dead, MAY, asks_why=False))


class CheckFilter(admin.SimpleListFilter):
    """The work list first, with how many there are; one query for all the numbers."""

    title = "verification"
    parameter_name = "check"

    @property
    def lists(self) -> dict[str, tuple[str, QuerySet]]:
        now = timezone.now()
        line, every = oldest_fresh(now), Contact.objects.all()
        days = settings.OUTCRY_CONTACT_MAX_AGE_DAYS
        return {
            "due": ("to check: never, too long ago or failing", every.due_for_check(now)),
            "never": ("never verified", every.filter(verified_on=None)),
            "old": (f"verified more than {days} days ago", every.filter(verified_on__lt=line)),
            "failing": ("failing", every.filter(health=Health.FAILING)),
            "fresh": (f"verified within {days} days", every.filter(verified_on__gte=line)),
        }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        lists = self.lists
        counts = Contact.objects.aggregate(
            **{
                name: Count("pk", filter=Q(pk__in=some.order_by().values("pk")))
                for name, (_, some) in lists.items()
            }
        )
        return [(name, f"{title} ({counts[name]})") for name, (title, _) in lists.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.lists.get(self.value() or "")
        return queryset.filter(pk__in=chosen[1].order_by().values("pk")) if chosen else queryset


@admin.register(Contact)
class ContactAdmin(admin.ModelAdmin):
    """The work list of addresses, the longest unverified first. To verify some: choose them, press Go, say how."""

    ordering = [F("verified_on").asc(nulls_first=True), "target__name", "pk"]
    list_display = ["__str__", "target", "health", "verified_on", "verified_by"]
    list_filter = [
        CheckFilter,
        "health",
        "channel",
        "for_demonstration",
        ("target__represents", CountriesInUse),
    ]
    list_select_related = ["target", "verified_by"]
    search_fields = ["email", "city", "target__search_key"]
    autocomplete_fields = ["target"]
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

    def has_verify_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY)

    @admin.action(description="Verified: I checked these addresses (asks how)", permissions=["verify"])
    def verify(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return over_rows(self, request, rows, act=VERIFY)

    @admin.action(description="These addresses fail", permissions=["verify"])
    def mark_failing(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return over_rows(self, request, queryset, act=FAILS)

    @admin.action(description="These addresses are dead", permissions=["verify"])
    def mark_dead(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return over_rows(self, request, queryset, act=IS_DEAD)

    def save_model(self, request: HttpRequest, obj: Contact, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and set(form.changed_data) - verifying.NOT_THE_ADDRESS:
            verifying.forget_verification(contacts=Contact.objects.filter(pk=obj.pk))
