from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from letters.models import InboxTrouble
from outbox.admin.readonly import ReadOnlyAdmin


class StillFilter(admin.SimpleListFilter):
    title = _("still there")
    parameter_name = "still"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("yes", str(_("letters wait for it")))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not self.value():
            return queryset
        return queryset.filter(pk__in=InboxTrouble.objects.current().values("pk"))


@admin.register(InboxTrouble)
class InboxTroubleAdmin(ReadOnlyAdmin):
    """Why an office's address counts as failing. It ends on the contact's own page, by verifying it or giving it up."""

    list_display = ("office", "contact_link", "reason", "letters", "enhanced", "said", "since")
    list_display_links = None
    list_filter = (StillFilter, "reason")
    list_select_related = ("contact__target",)
    ordering = ("-since",)

    @admin.display(description=_("office"), ordering="contact__target__name")
    def office(self, trouble: InboxTrouble) -> str:
        return trouble.contact.target.name

    @admin.display(description=_("address"))
    def contact_link(self, trouble: InboxTrouble) -> str:
        url = reverse("admin:campaigns_contact_change", args=[trouble.contact_id])
        return format_html(
            '<a href="{}">{}</a> ({})', url, trouble.contact, trouble.contact.get_health_display()
        )
