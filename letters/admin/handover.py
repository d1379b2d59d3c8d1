"""Handovers at the desk: the numbers before anything is decided, the files as they come, and links for partners."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone, translation

from appeals.admin.buttons import PageButton, press
from appeals.models import Appeal
from campaigns.models import Target
from kit.languages import own_name
from kit.refusals import Refused
from letters import handover as verbs
from letters import handover_links
from letters.admin.giving_links import GivesLinks
from letters.handed_out import handed_out
from letters.handover_numbers import still_cooling, totals
from letters.handover_words import counted_in_list, first_words, gone_since, numbers
from letters.models import Handover
from letters.states import HANDOVER_MOVES

BUTTONS = {
    "stopped": PageButton("stopped", "Stop", verbs.stop, "own"),
    "waiting": PageButton("waiting", "Make it again", verbs.make_again, "own"),
}


class AppealForm(forms.Form):
    appeal = forms.ModelChoiceField(queryset=Appeal.objects.exclude(state="draft").order_by("slug"))


class HandoverForm(forms.Form):
    target = forms.ModelChoiceField(label="Office", queryset=Target.objects.none())
    place = forms.CharField(max_length=100, help_text="Where it is handed over: stands before the date.")
    day = forms.DateField(widget=admin.widgets.AdminDateWidget, help_text="On which it is handed over.")
    by_whom = forms.CharField(
        label="Who hands it over",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Stands under the letter; its first line also above the address.",
    )
    words = forms.CharField(
        label="Words of the cover letter",
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 8, "class": "vLargeTextField"}),
        help_text="Between salutation and closing. Demands and numbers follow on pages of their own.",
    )

    def __init__(self, *args: Any, appeal: Appeal, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = verbs.offices_for(appeal).order_by("kind", "name")
        with translation.override(language):
            self.initial["words"] = first_words()


@admin.register(Handover)
class HandoverAdmin(GivesLinks):
    right = "letters.make_handover"
    may_add = True
    about = "handover"
    links = "links"
    give_link = handover_links.give
    revoke_link = handover_links.revoke
    list_display = ["__str__", "state", "cut_off", "listed", "only_counted", "gone", "made_by"]
    list_filter = ["state", ("appeal", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["appeal", "target", "made_by"]
    ordering = ["-cut_off", "-pk"]

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/press/", wrap(self.press_view), name="letters_handover_press"),
            path("<int:pk>/handover.<str:ending>", wrap(self.file_view), name="letters_handover_file"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Which appeal; then its numbers as they are now, and what the cover letter says. The last button decides."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        asked = AppealForm(request.GET if "appeal" in request.GET else None)
        context = {
            **self.admin_site.each_context(request),
            "title": "Hand over signatures",
            "opts": self.opts,
            "form": asked,
            "media": self.media,
        }
        if not asked.is_valid():
            return TemplateResponse(request, "admin/letters/handover/add.html", context)
        appeal = asked.cleaned_data["appeal"]
        ready = list(verbs.texts_for(appeal))
        language = next((code for code in (request.GET.get("language"), "en", *ready) if code in ready), "en")
        today = {"day": timezone.localdate()}
        form = HandoverForm(request.POST or None, appeal=appeal, language=language, initial=today)
        if form.is_valid() and (decided := self._decide(request, appeal, language, form)):
            return redirect("admin:letters_handover_change", decided.pk)
        now = timezone.now()
        one = Handover(appeal=appeal, cut_off=now, totals=totals(appeal, now))
        context |= {
            "form": form,
            "media": self.media + form.media,
            "appeal": appeal,
            "signatures": one.signatures,
            "ready": [(code, own_name(code)) for code in ready],
            "language": language,
            "cooling": still_cooling(appeal.pk, now),
            **numbers(one, "en"),
        }
        return TemplateResponse(request, "admin/letters/handover/add.html", context)

    def _decide(
        self, request: HttpRequest, appeal: Appeal, language: str, form: HandoverForm
    ) -> Handover | None:
        said = {**form.cleaned_data, "language": language, "by": request.user, "now": timezone.now()}
        try:
            decided = verbs.decide(appeal=appeal, **said)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
            return None
        self.log_addition(request, decided, f"{decided.signatures} signatures.")
        return decided

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return self.page(request, self.row_for_page(request, int(object_id) if object_id.isdecimal() else 0))

    def has_give_permission(self, request: HttpRequest) -> bool:
        return self.has_own_permission(request)

    def row_for_page(self, request: HttpRequest, pk: int) -> Handover:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(Handover.objects.select_related("appeal", "target", "made_by"), pk=pk)

    def page(self, request: HttpRequest, row: Handover, **more: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": str(row),
            "opts": self.opts,
            "original": row,
            "buttons": [one for one in BUTTONS.values() if HANDOVER_MOVES.allows(row.state, one.name)],
            **self.links_shown(request, row),
            **numbers(row, "en"),
            **more,
        }
        if row.made_at:
            context |= {"list_counts": counted_in_list(row), "gone_since": gone_since(row)}
        return TemplateResponse(request, "admin/letters/handover/page.html", context)

    def press_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return press(self, request, pk, BUTTONS, "handover")

    def file_view(self, request: HttpRequest, pk: int, ending: str) -> HttpResponseBase:
        if not self.has_own_permission(request):
            raise PermissionDenied
        handover = get_object_or_404(Handover.objects.select_related("appeal"), pk=pk)
        found = handed_out(request, handover, ending) if ending in {"pdf", "csv"} else None
        if found is None:
            messages.error(request, "This file is not there. Make the handover again.")
            return redirect("admin:letters_handover_change", pk)
        return found
