"""The letters of print batches, one by one: found by their reference, marked in bulk after a look at the number."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.utils import timezone

from appeals.admin.one_right import OneRightAdmin
from kit.refusals import Refused
from letters import marking
from letters.admin.print_marks import ask
from letters.models import PrintBatch, PrintedLetter
from letters.models.print_states import PaperState


@admin.register(PrintedLetter)
class PrintedLetterAdmin(OneRightAdmin):
    """Who signed is not here: references, offices, and what became of the paper."""

    right = "letters.print_letter"
    list_display = (
        "letter",
        "batch",
        "position",
        "country",
        "state",
        "reprint",
        "pages",
        "posted_at",
        "reason",
    )
    list_display_links = None
    list_filter = ("state", "country", "reprint", ("batch", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("letter", "batch")
    search_fields = ("letter__reference",)
    ordering = ("-batch", "position")
    actions = ("mark_posted", "mark_returned", "mark_answered")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("letter__frozen")

    @admin.action(description="Mark as posted", permissions=["own"])
    def mark_posted(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return self._mark(request, rows, PaperState.POSTED)

    @admin.action(description="Mark as returned", permissions=["own"])
    def mark_returned(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return self._mark(request, rows, PaperState.RETURNED)

    @admin.action(description="Mark as answered", permissions=["own"])
    def mark_answered(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return self._mark(request, rows, PaperState.ANSWERED)

    def _mark(self, request: HttpRequest, rows: QuerySet, to: PaperState) -> HttpResponse | None:
        """Letters of one batch at a time: a mark belongs to one, and can be taken back there."""
        batches = list(PrintBatch.objects.filter(rows__in=rows).distinct()[:2])
        if len(batches) != 1:
            messages.error(request, "Choose letters of one batch.")
            return None
        posted: QueryDict = request.POST.copy()
        posted["to"] = to.value
        request.POST = posted  # type: ignore[assignment]  # the page in between asks for it like the others do
        chosen = PrintedLetter.objects.filter(pk__in=rows.values("pk"))
        can = marking.markable(batches[0], to, now=timezone.now()).filter(pk__in=chosen.values("pk"))
        try:
            return ask(request, self, batches[0], can, "of those chosen", {"action": request.POST["action"]})
        except Refused as refused:
            messages.error(request, refused.message)
        return None
