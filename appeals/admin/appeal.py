from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from appeals import approving, gaps, picturing, publishing, stages, wording
from appeals.admin.buttons import PageButton, button, press
from appeals.admin.choosing import chosen_only
from appeals.admin.clock_fields import ClockFields
from appeals.admin.copying import add_language_view, clone_view
from appeals.admin.starting import start_view
from appeals.models import Appeal, AppealDemand, AppealText, Tally
from appeals.states import APPEAL
from campaigns.belonging import EVERY, theirs
from kit import pictures
from kit.refusals import Refused

OPEN = "appeals.open_appeal"
BUTTONS = {
    one.name: one
    for one in (
        PageButton("open", "Open for signatures", publishing.open_appeal, "open", is_first=True),
        PageButton("closed", "Close", publishing.close, "open", asks_why=True),
        PageButton("won", "Close as won", publishing.win, "open", asks_why=True),
        PageButton("archived", "Archive", publishing.archive, "open"),
    )
}


class AppealForm(ClockFields):
    class Meta:
        model = Appeal
        exclude = ["act_before"]

    def clean_picture(self) -> Any:
        """What was sent is written anew before it is kept; what was there already is left as it is."""
        sent = self.cleaned_data["picture"]
        if not isinstance(sent, UploadedFile):
            return sent
        try:
            return picturing.taken_in(sent.read(pictures.MOST_BYTES + 1))
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused


class AppealDemandInline(admin.TabularInline):
    model = AppealDemand
    extra = 0
    autocomplete_fields = ["demand"]
    verbose_name_plural = "Demands, in the order in which the letter makes them"

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return chosen_only(super().formfield_for_dbfield(db_field, request, **kwargs))


class TallyInline(admin.TabularInline):
    model = Tally
    can_delete = False
    fields = readonly_fields = ["confirmed", "on_paper", "accepted", "posted", "self_sent"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Appeal)
class AppealAdmin(admin.ModelAdmin):
    form = AppealForm
    change_form_template = "admin/appeals/appeal/change_form.html"
    change_list_template = "admin/appeals/appeal/change_list.html"
    list_display = ["slug", "case", "state", "act_before", "confirmed", "accepted"]
    list_filter = ["state", "represents"]
    list_select_related = ["case", "tally"]
    search_fields = ["slug", "case__title"]
    autocomplete_fields = ["case", "fallback", "calls"]
    # The state is moved by buttons alone: the panel above the form shows it.
    readonly_fields = ["state", "opened_at", "opened_by", "closed_at", "closed_because"]
    inlines = [AppealDemandInline, TallyInline]
    actions = [
        button("Open for signatures", publishing.open_appeal, "appeal", right="open", may=OPEN),
        button("Close", publishing.close, "appeal", right="open", may=OPEN, asks_why=True),
        button("Close as won", publishing.win, "appeal", right="open", may=OPEN, asks_why=True),
        button("Archive", publishing.archive, "appeal", right="open", may=OPEN),
    ]

    def has_open_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(OPEN)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        appeals = theirs(super().get_queryset(request), request.user, campaign="case__campaign")
        sees_drafts = request.user.has_perm("campaigns.view_unpublished")
        return appeals if sees_drafts else appeals.exclude(state=Appeal.State.DRAFT)

    def get_fieldsets(self, request: HttpRequest, obj: Appeal | None = None) -> Any:
        """What it is and until when; whatever else an appeal has follows folded, so that the page stays short."""
        writes = self.has_change_permission(request, obj)
        first = ["case", "slug", "represents", "fallback", "calls"]
        if not request.user.has_perm(EVERY):
            first.remove("calls")  # a call may have been made in a case of another campaign
        clock = [("act_day", "act_time"), "time_zone"] if writes else ["act_before", "time_zone"]
        ended = ["opened_at", "opened_by", "closed_at", "closed_because"]
        picture = ["picture", "picture_alt", "picture_credit"]
        own = {
            *first,
            "calls",
            *ended,
            *picture,
            "state",
            "act_before",
            "act_day",
            "act_time",
            "time_zone",
            "demands",
        }
        others = [name for name in self.get_fields(request, obj) if name not in own]
        more = [("More", {"fields": others, "classes": ["collapse"]})] if others else []
        dates = [("Opened and closed", {"fields": ended, "classes": ["collapse"]})] if obj else []
        return [
            ("What it is", {"fields": first, "classes": ["collapse"] if obj else []}),
            ("Closes by itself", {"fields": clock}),
            ("Picture", {"fields": picture, "classes": ["collapse"]}),
            *more,
            *dates,
        ]

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("start/", wrap(lambda request: start_view(self, request)), name="appeals_start"),
            path("<int:pk>/press/", wrap(self.press_view), name="appeals_appeal_press"),
            path(
                "<int:pk>/clone/",
                wrap(lambda request, pk: clone_view(self, request, pk)),
                name="appeals_clone",
            ),
            path(
                "<int:pk>/language/",
                wrap(lambda request, pk: add_language_view(self, request, pk)),
                name="appeals_add_language",
            ),
        ]
        return [*own, *super().get_urls()]

    def press_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return press(self, request, pk, BUTTONS, "appeal")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        appeal = self.get_object(request, object_id)
        panel = self._panel(request, appeal) if appeal else {}
        return super().change_view(request, object_id, form_url, {**panel, **(extra_context or {})})

    def _panel(self, request: HttpRequest, appeal: Appeal) -> dict[str, Any]:
        demands = wording.demands_in([appeal])[appeal.pk]
        texts = list(appeal.texts.select_related("appeal").prefetch_related("bricks").order_by("language"))
        may_open = self.has_open_permission(request)
        return {
            "stages": list(stages.Stage),
            "stage": stages.stage(appeal),
            "missing": publishing.missing(appeal, timezone.now()) if appeal.state == "draft" else [],
            "buttons": [
                one for one in BUTTONS.values() if may_open and APPEAL.allows(appeal.state, one.name)
            ],
            "texts": [(text, *_next_step(text, demands)) for text in texts],
            "may_write": self.has_change_permission(request),
        }

    def save_model(self, request: HttpRequest, obj: Appeal, form: forms.ModelForm, change: bool) -> None:
        if notice := getattr(form, "notice", ""):
            messages.warning(request, notice)
        before = form.initial.get("picture")
        super().save_model(request, obj, form, change)
        if before and "picture" in form.changed_data:
            transaction.on_commit(lambda: picturing.forget_unused(before.name))

    @admin.display(description="confirmed")
    def confirmed(self, appeal: Appeal) -> int:
        return appeal.tally.confirmed if hasattr(appeal, "tally") else 0

    @admin.display(description="accepted by mail server")
    def accepted(self, appeal: Appeal) -> int:
        return appeal.tally.accepted if hasattr(appeal, "tally") else 0

    def has_delete_permission(self, request: HttpRequest, obj: Appeal | None = None) -> bool:
        return (
            obj is not None
            and obj.state == Appeal.State.DRAFT
            and super().has_delete_permission(request, obj)
        )


def _next_step(text: AppealText, demands: dict[str, list[str]]) -> tuple[str, list[str]]:
    """What the text is, and what it lacks before the next step."""
    if text.state == AppealText.State.APPROVED:
        if wording.is_approved(text, demands):
            return "approved", []
        return "no longer approved", [
            "The words or the demands have changed since. Save it and submit it again."
        ]
    lacks = approving.missing(text, demands.get(text.language, []))
    if untranslated := len(gaps.english_of(text)):
        others = [words for words in lacks if gaps.gap("").rstrip("⟧") not in words]
        lacks = [f"{untranslated} facts have no words in this language yet.", *others]
    if text.waits_for_speaker:
        lacks.append("Somebody who speaks the language has to read it.")
    return text.get_state_display().lower(), lacks
