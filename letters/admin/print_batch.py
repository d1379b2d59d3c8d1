"""Print batches at the desk: choose, look, make; how far it is; the files; and what became of the paper."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from appeals.admin.buttons import PageButton, press
from appeals.admin.one_right import OneRightAdmin
from appeals.models import Appeal
from campaigns.models import Target
from kit.languages import country_name
from kit.refusals import Refused
from kit.typed import clean_text
from letters import batching, choosing, cover, marking, progress, pulling
from letters.admin import print_files, print_marks
from letters.models import PrintBatch
from letters.models.print_batch import UNFINISHED
from letters.models.print_states import BatchState, PaperState

LEFT_OUT_SHOWN = 50
BUTTONS = {
    "stop": PageButton("stop", "Stop", batching.stop, "own"),
    "go_on": PageButton("go_on", "Go on", batching.go_on, "own", is_first=True),
    "make_again": PageButton("make_again", "Make the files again", batching.make_again, "own"),
    "give_up": PageButton("give_up", "Give it up", batching.give_up, "own"),
}
OFFERED: dict[str, tuple[str, ...]] = {
    BatchState.QUEUED: ("stop",),
    BatchState.MAKING: ("stop",),
    BatchState.STOPPED: ("go_on", "give_up"),
    BatchState.SET_ASIDE: ("go_on", "give_up"),
    BatchState.MADE: ("make_again",),
    BatchState.CLEARED: ("make_again",),
    BatchState.GIVEN_UP: (),
}


class ChoiceForm(forms.Form):
    appeal = forms.ModelChoiceField(
        queryset=Appeal.objects.exclude(state="draft").order_by("slug"), required=False, empty_label="All"
    )
    target = forms.ModelChoiceField(
        label="Office",
        queryset=Target.objects.filter(letters__isnull=False).distinct().order_by("name"),
        required=False,
        empty_label="All",
    )
    confirmed_from = forms.DateField(label="Confirmed from", required=False, widget=AdminDateWidget)
    confirmed_until = forms.DateField(
        label="until", required=False, widget=AdminDateWidget, help_text="That day included."
    )
    also_printed = forms.BooleanField(
        label="Also those printed before",
        required=False,
        help_text="They stand in this batch as reprints, and its cover says so. Posting one counts nothing twice.",
    )
    also_emailed = forms.BooleanField(
        label="Also those sent by email",
        required=False,
        help_text="The office then has them twice: by mail and on paper.",
    )
    duplex = forms.BooleanField(
        label="Printed on both sides",
        required=False,
        initial=True,
        help_text="Each letter begins on a front side.",
    )
    labels = forms.BooleanField(
        label="Address labels",
        required=False,
        help_text="A file of its own: 14 on a sheet, 99.1 × 38.1 mm (L7163).",
    )
    envelopes = forms.ChoiceField(
        choices=PrintBatch.Envelopes.choices,
        required=False,
        help_text="A file of its own: printed envelopes without a window, in the order of the letters.",
    )
    return_address = forms.CharField(
        label="Your return address",
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="On printed envelopes, so that what cannot be delivered comes back to you. Not the signer's.",
    )

    def clean_return_address(self) -> str:
        return clean_text(self.cleaned_data["return_address"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("confirmed_from"), data.get("confirmed_until")
        if first and last and first > last:
            self.add_error("confirmed_until", "This day is before the first one.")
        return data

    def choice(self) -> choosing.Choice:
        data = self.cleaned_data
        last = data["confirmed_until"]
        return choosing.Choice(
            confirmed_from=_midnight(data["confirmed_from"]),
            confirmed_until=_midnight(last + timedelta(days=1)) if last else None,
            **{name: data[name] for name in ("appeal", "target", "also_printed", "also_emailed")},
        )

    def looks(self) -> batching.Looks:
        return batching.Looks(
            **{name: self.cleaned_data[name] for name in ("duplex", "labels", "envelopes", "return_address")}
        )


def _midnight(day: Any) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


@admin.register(PrintBatch)
class PrintBatchAdmin(OneRightAdmin):
    right = "letters.print_letter"
    may_add = True
    list_display = ("__str__", "state", "appeal", "target", "letters", "posted", "made_by", "made_at")
    list_filter = ("state", ("appeal", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("appeal", "target", "made_by")
    ordering = ("-pk",)
    readonly_fields = (
        *("appeal", "target", "confirmed_from", "confirmed_until", "also_printed", "also_emailed"),
        *("duplex", "labels", "envelopes", "return_address", "made_by", "made_at", "finished_at"),
    )
    fieldsets = [
        ("What was chosen, and how it is printed", {"classes": ["collapse"], "fields": readonly_fields})
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        is_out = Q(rows__state__in=marking.LEFT_THE_HOUSE)
        return (
            super()
            .get_queryset(request)
            .annotate(
                letters=Count("rows", filter=~Q(rows__state=PaperState.LEFT_OUT)),
                posted=Count("rows", filter=is_out),
            )
        )

    @admin.display(description="letters")
    def letters(self, batch: Any) -> int:
        return batch.letters

    @admin.display(description="posted")
    def posted(self, batch: Any) -> int:
        return batch.posted

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/press/", wrap(self.press_view), name="letters_printbatch_press"),
            path("<int:pk>/progress/", wrap(self.progress_view), name="letters_printbatch_progress"),
            *print_files.urls(self),
            *print_marks.urls(self),
            *super().get_urls(),
        ]

    def found(self, request: HttpRequest, pk: int) -> PrintBatch:
        if not self.has_own_permission(request):
            raise PermissionDenied
        return get_object_or_404(PrintBatch.objects.select_related("appeal", "target", "made_by"), pk=pk)

    def press_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return press(self, request, pk, BUTTONS, "batch")

    def progress_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What htmx asks for while the files are made; then the whole page, once."""
        batch = self.found(request, pk)
        context = {
            "batch": batch,
            "making": progress.making(batch),
            "is_unfinished": batch.state in UNFINISHED,
        }
        response = TemplateResponse(request, "admin/letters/printbatch/progress.html", context)
        response.headers["Cache-Control"] = "no-store"
        if batch.state not in UNFINISHED:
            response.headers["HX-Refresh"] = "true"
        return response

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Conditions, then what fits them, then the decision. Nothing is made before the last press."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        last = PrintBatch.objects.order_by("-pk").values_list("return_address", flat=True).first()
        form = ChoiceForm(request.POST or None, initial={"return_address": last or ""})
        context = {
            **self.admin_site.each_context(request),
            "title": "Print letters",
            "opts": self.opts,
            "form": form,
            "media": self.media + form.media,
        }
        if form.is_valid():
            try:
                if "make" in request.POST:
                    batch = self._make(request, form)
                    return redirect("admin:letters_printbatch_change", batch.pk)
                context["preview"] = choosing.preview(form.choice(), now=timezone.now())
            except Refused as refused:
                messages.error(request, refused.message)
        return TemplateResponse(request, "admin/letters/printbatch/add.html", context)

    def _make(self, request: HttpRequest, form: ChoiceForm) -> PrintBatch:
        expected = request.POST.get("expected", "")
        batch = batching.make(
            choice=form.choice(),
            looks=form.looks(),
            expected=int(expected) if expected.isdecimal() and len(expected) < 9 else -1,
            by=request.user,
            now=timezone.now(),
        )
        self.log_addition(request, batch, f"{expected} letters")
        return batch

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        batch = self.get_object(request, object_id)
        more = self._panel(batch) if batch is not None and self.has_own_permission(request) else {}
        return super().change_view(request, object_id, form_url, {**more, **(extra_context or {})})

    def _panel(self, batch: PrintBatch) -> dict[str, Any]:
        now = timezone.now()
        is_unfinished = batch.state in UNFINISHED
        left_out = batch.rows.exclude(reason="").order_by("pk")
        return {
            "batch": batch,
            "is_unfinished": is_unfinished,
            "making": progress.making(batch) if is_unfinished else None,
            "buttons": [BUTTONS[name] for name in OFFERED[batch.state]],
            "files": list(batch.files.exclude(made_at=None).order_by("pk")),
            "destinations": cover.destinations(batch),
            "left_out": list(
                left_out.select_related("letter").only("reason", "letter__reference")[:LEFT_OUT_SHOWN]
            ),
            "many_left_out": left_out.count(),
            "places": [(country_name(place.country, "en"), place) for place in progress.places(batch)],
            "pulls": pulling.to_pull_out(batch, now=now),
            "marks": marking.last_marks(batch),
            "links": [
                (link, link.works(now)) for link in batch.links.select_related("made_by").order_by("-pk")[:10]
            ],
            "today": timezone.localdate(now),
        }
