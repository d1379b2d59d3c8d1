"""Signatures on paper at the desk: a form to key in a sheet line by line, and a list without names."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from appeals import keying, signing
from appeals.admin.choosing import chosen_only
from appeals.admin.one_right import OneRightAdmin
from appeals.forms import clean_postal
from appeals.models import Appeal, PaperSignature, Signature
from appeals.widgets import CountrySelect, names_in
from bulk.admin.looking import over_rows
from bulk.register import Act, register
from kit import languages
from kit.refusals import Refused
from kit.typed import clean_line, clean_name
from supporters import consent, identity


def _take_back(row: PaperSignature, *, by: Any, now: Any) -> None:
    signing.withdraw(signature=row, now=now)


TAKE_BACK = register(
    Act("appeals.take_back", "Taken back", _take_back, "appeals.key_in_signature", asks_why=False)
)
FROM_LINE_TO_LINE = ("appeal", "country", "language", "sheet")


class LineForm(forms.ModelForm):
    name = forms.CharField(max_length=400, widget=forms.TextInput(attrs={"autofocus": True}))
    town = forms.CharField(max_length=400, required=False)
    postal = forms.CharField(
        label="Address",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Street, number and postcode, only where the sheet asks for it.",
    )
    country = forms.ChoiceField(choices=lambda: names_in("en"), widget=CountrySelect)
    language = forms.ChoiceField(choices=languages.choices, help_text="Of the sheet.")
    email = forms.CharField(
        label="Mail address",
        max_length=320,
        required=False,
        help_text="Only with the box beside it ticked on the sheet.",
    )
    wants_updates = forms.BooleanField(
        label="The box is ticked",
        required=False,
        help_text=f"Only if the sheet says {consent.VERSION} where it explains the box: those are the words that are kept.",
    )
    although_alike = forms.BooleanField(
        label="Another person", required=False, help_text="Tick when you were warned and it is somebody else."
    )

    class Meta:
        model = PaperSignature
        fields = ["appeal", "sheet"]

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_town(self) -> str:
        return clean_line(self.cleaned_data["town"])

    def clean_postal(self) -> str:
        return clean_postal(self.cleaned_data["postal"])

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip()
        return identity.normal(email) if email else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        try:
            keying.check(appeal=data["appeal"], line=self.line(), now=timezone.now())
        except Refused as refused:
            self.add_error(refused.field or None, refused.message)
            return data
        before = keying.alike(appeal=data["appeal"], name=data["name"], town=data["town"])
        if before and not data["although_alike"]:
            said = (
                f"A line with this name and town is there already: {before}, keyed in by {before.keyed_by} on "
                f"{before.created_at:%d %B %Y} (sheet: {before.sheet or 'not named'})."
            )
            self.add_error("although_alike", ValidationError(said, code="alike"))
        return data

    def line(self) -> keying.Line:
        data = self.cleaned_data
        names = ("name", "town", "postal", "country", "language", "email", "wants_updates", "sheet")
        return keying.Line(**{name: data[name] for name in names})


@admin.register(PaperSignature)
class PaperSignatureAdmin(OneRightAdmin):
    right = "appeals.key_in_signature"
    may_add = True
    form = LineForm
    list_display = ["__str__", "appeal", "state", "country", "sheet", "keyed_by", "created_at"]
    list_filter = ["appeal", "state", "keyed_by"]
    list_select_related = ["appeal", "keyed_by"]
    search_fields = ["reference", "sheet"]
    fieldsets = [
        ("Sheet", {"fields": ["appeal", "language", "sheet"]}),
        (
            "Line",
            {"fields": ["name", "town", "postal", "country", "email", "wants_updates", "although_alike"]},
        ),
    ]
    actions = ["take_back"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(method=Signature.Method.PAPER)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "appeal":
            kwargs["queryset"] = Appeal.objects.open(timezone.now()).order_by("slug")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return chosen_only(super().formfield_for_dbfield(db_field, request, **kwargs))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """One button: Enter keeps the line and asks for the next."""
        one = {"show_save": False, "show_save_and_continue": False}
        return super().add_view(request, form_url, {**one, **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        kept = keying.key_in(
            appeal=form.cleaned_data["appeal"], line=form.line(), by=request.user, now=timezone.now()
        )
        obj.__dict__.update({**kept.__dict__, "_state": obj._state})

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        if "_addanother" in request.POST:
            messages.success(request, f"Kept as {obj}. The next line, please.")
            return redirect(self._again(request))
        return super().response_add(request, obj, post_url_continue)

    def _again(self, request: HttpRequest) -> str:
        same = {name: request.POST.get(name, "") for name in FROM_LINE_TO_LINE}
        return f"{request.path}?{urlencode(same)}"

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            return super().get_form(request, obj, change, **kwargs)
        return forms.modelform_factory(PaperSignature, fields=[])  # looked at, never changed

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        shown = ["appeal", "state", "name", "town", "postal", "country", "language", "wants_updates", "sheet", "keyed_by", "created_at", "reference", "target"]  # fmt: skip
        return self.fieldsets if obj is None else [(None, {"fields": shown})]

    @admin.action(description="Take back what was keyed in wrongly", permissions=["own"])
    def take_back(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        return over_rows(self, request, rows, act=TAKE_BACK)
