"""How letters were made: a filter with the numbers of each tier, and the shells that letters are stamped into."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from letters.models import LetterPdf, Shell
from letters.states import State
from outbox.admin.readonly import ReadOnlyAdmin

Tier = LetterPdf.Tier


class TierFilter(admin.SimpleListFilter):
    """Stamped, flowed, set by WeasyPrint, and what still waits for it: with their numbers, by two queries.

    Letters in the last two cost two hundred times what the others do. Many of them mean that a text cannot be stamped;
    the list of shells says why.
    """

    title = _("how it was made")
    parameter_name = "made"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        made = dict(LetterPdf.objects.order_by().values_list("tier").annotate(Count("pk")))
        counts = [(tier, f"{label} ({made.get(tier, 0)})") for tier, label in Tier.choices]
        waiting = model_admin.model.objects.filter(state=State.FROZEN, needs_press=True).count()
        return [*counts, ("waits", f"{_('waits for WeasyPrint')} ({waiting})")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "waits":
            return queryset.filter(state=State.FROZEN, needs_press=True)
        return queryset.filter(pdf__tier=self.value()) if self.value() in Tier.values else queryset


@admin.register(Shell)
class ShellAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "language", "letters", "reason", "engine", "made_at")
    list_filter = (("reason", admin.EmptyFieldListFilter), "language")
    ordering = ("-made_at",)
    exclude = ("content",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request).defer("content")
        return rows.annotate(stamped=Count("letters", filter=~Q(letters=None)))

    @admin.display(description=_("letters"), ordering="stamped")
    def letters(self, shell: Any) -> int:
        return shell.stamped
