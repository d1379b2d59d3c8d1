from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import TextField
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from appeals import approving, gaps, redrafting, wording
from appeals.admin.buttons import PageButton, button, press
from appeals.models import AppealText, Brick
from appeals.states import TEXT
from appeals.translating import translate
from kit import languages
from kit.refusals import Refused

STATE = AppealText.State
APPROVE = "appeals.approve_appealtext"
BUTTONS = {
    one.name: one
    for one in (
        PageButton("take_over", "Take over what changed", redrafting.take_over, "change"),
        PageButton("keep", "Keep my words", redrafting.keep, "change"),
        PageButton(
            "submit", "Submit for approval", approving.submit, "change", is_first=True, saves_first=True
        ),
        PageButton(
            "read",
            "I speak this language and have read it",
            approving.read_as_speaker,
            "read",
            is_for_what_was_read=True,
        ),
        PageButton(
            "approve",
            "Approve as it stands",
            approving.approve,
            "approve",
            is_first=True,
            is_for_what_was_read=True,
        ),
        PageButton("back", "Send back to the writer", approving.send_back, "approve", asks_why=True),
    )
}


class PlainText(AdminTextareaWidget):
    """Browsers send line ends as CR LF: kept so, a text would count as edited by whoever only saves it."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        return typed.replace("\r\n", "\n") if typed else typed


class BrickInline(admin.StackedInline):
    model = Brick
    extra = 0
    fields = [("number", "label"), "paragraph"]
    verbose_name_plural = "Bricks: optional paragraphs that the signer may tick"


@admin.register(AppealText)
class AppealTextAdmin(admin.ModelAdmin):
    change_form_template = "admin/appeals/appealtext/change_form.html"
    formfield_overrides = {TextField: {"widget": PlainText}}
    list_display = ["title", "appeal", "language", "state", "written_by", "approved_by"]
    list_filter = ["state", "language"]
    list_select_related = ["appeal", "written_by", "approved_by"]
    search_fields = ["title", "appeal__slug"]
    autocomplete_fields = ["appeal"]
    readonly_fields = [
        "written_by",
        "written_at",
        "speaker",
        "speaker_at",
        "approved_by",
        "approved_at",
        "digest",
    ]
    inlines = [BrickInline]
    # Nobody approves from a list: a text has to be read.
    actions = [
        button(
            "Submit for approval", approving.submit, "text", right="change", may="appeals.change_appealtext"
        ),
        button(
            "Send back to the writer",
            approving.send_back,
            "text",
            right="approve",
            may=APPROVE,
            asks_why=True,
        ),
    ]
    page: Any = ("On the page", {"fields": ["title", "lead", "story", "slogan"]})
    letter: Any = ("The letter", {"fields": ["subject", "body", "ending", "closing"]})
    who: Any = ("Who wrote, read and approved it", {"fields": readonly_fields, "classes": ["collapse"]})

    def get_fieldsets(self, request: HttpRequest, obj: AppealText | None = None) -> Any:
        return (
            [self.page, self.letter, self.who]
            if obj
            else [(None, {"fields": ["appeal", "language"]}), self.page, self.letter]
        )

    def has_approve_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(APPROVE)

    def has_read_permission(self, request: HttpRequest) -> bool:
        """Whoever may write texts or approve them may say that they speak a language."""
        return self.has_approve_permission(request) or self.has_change_permission(request)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("<int:pk>/press/", wrap(self.press_view), name="appeals_appealtext_press"),
        ]
        return [*own, *super().get_urls()]

    def press_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return press(self, request, pk, BUTTONS, "text")

    def response_change(self, request: HttpRequest, obj: AppealText) -> HttpResponse:
        """One form for the words, the gaps in them and the next step: no button loses what another one would have kept."""
        if typed := self._typed_for_gaps(request):
            self._fill_gaps(request, obj, typed)
        if "button" in request.POST:
            return press(self, request, obj.pk, BUTTONS, "text")
        return super().response_change(request, obj)

    def _fill_gaps(self, request: HttpRequest, text: AppealText, typed: dict[str, str]) -> None:
        try:
            count = translate(text=text, words=typed, by=request.user, now=timezone.now())
        except (Refused, forms.ValidationError) as error:
            messages.error(
                request,
                " ".join(error.messages) if isinstance(error, forms.ValidationError) else error.message,
            )
        else:
            messages.success(
                request, f"{count} gap{'' if count == 1 else 's'} filled. Later drafts know these words."
            )
            self.log_change(request, text, "Filled gaps.")

    @staticmethod
    def _typed_for_gaps(request: HttpRequest) -> dict[str, str]:
        """{English: words}: each field is named by the gap's place in the list."""
        typed = {request.POST.get(f"english_{n}", ""): request.POST.get(f"words_{n}", "") for n in range(200)}
        return {english: words for english, words in typed.items() if words.strip()}

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        found = self.get_object(request, object_id)
        text = AppealText.objects.select_related("appeal__case").get(pk=found.pk) if found else None
        panel = self._panel(request, text) if text else {}
        return super().change_view(request, object_id, form_url, {**panel, **(extra_context or {})})

    def _panel(self, request: HttpRequest, text: AppealText) -> dict[str, Any]:
        demands = wording.demands_in([text.appeal])[text.appeal_id]
        is_approved, now = wording.is_approved(text, demands), wording.salutations_for(text)
        has_other_salutations = is_approved and now != text.salutations
        if not is_approved:
            text.salutations = now
        return {
            "text": text,
            "is_approved": is_approved,
            "has_other_salutations": has_other_salutations,
            "seen": wording.digest(text, demands),
            "language_name": languages.own_name(text.language),
            "missing": [] if is_approved else approving.missing(text, demands.get(text.language, [])),
            "gaps": self._gaps(request, text) if self.has_change_permission(request) else [],
            "news": redrafting.news(text) if self.has_change_permission(request) else None,
            "buttons": [one for one in BUTTONS.values() if self._offers(request, one, text)],
            "wrote_it": text.written_by_id == request.user.pk,
        }

    def _gaps(self, request: HttpRequest, text: AppealText) -> list[tuple[str, str]]:
        """(English, what is being typed for it)."""
        typed = self._typed_for_gaps(request)
        return [(english, typed.get(english, "")) for english in gaps.english_of(text)]

    def _offers(self, request: HttpRequest, one: PageButton, text: AppealText) -> bool:
        moves = {"submit": STATE.IN_REVIEW, "approve": STATE.APPROVED, "back": STATE.DRAFT}
        fits = {
            "read": text.waits_for_speaker and text.state != STATE.APPROVED,
            "approve": text.state == STATE.IN_REVIEW and text.written_by_id != request.user.pk,
            "take_over": False,  # these two stand beside the difference that they are about
            "keep": False,
        }
        allowed = fits.get(one.name, one.name in moves and TEXT.allows(text.state, moves[one.name]))
        return allowed and getattr(self, f"has_{one.right}_permission")(request)

    def save_model(self, request: HttpRequest, obj: AppealText, form: forms.ModelForm, change: bool) -> None:
        if not change or form.has_changed():
            approving.write(text=obj, by=request.user, now=timezone.now())

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if any(formset.has_changed() for formset in formsets):  # bricks are words too
            approving.write(text=form.instance, by=request.user, now=timezone.now())

    def has_delete_permission(self, request: HttpRequest, obj: AppealText | None = None) -> bool:
        return (
            obj is not None
            and obj.state == AppealText.State.DRAFT
            and super().has_delete_permission(request, obj)
        )
