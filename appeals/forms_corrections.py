"""The forms in which anybody says what is wrong in the directory. No field asks who they are."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from appeals.guarded_form import GuardedForm
from campaigns.models import Correction
from campaigns.office_words import office_status_words
from campaigns.states import TargetStatus
from kit.mailboxes import normal
from kit.typed import clean_line, clean_text

ADDRESS_LINES = 6


class _CorrectionForm(GuardedForm):
    """`columns`: which field says what of a correction (campaigns/models/correction.py)."""

    columns: dict[str, str] = {}
    source = forms.CharField(
        label=_("How do you know?"),
        help_text=_("The page, the letter, the notice on the door. Please do not write who you are."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        error_messages={"required": _("Please say how you know: somebody has to check it.")},
    )
    field_order = ["email", "address_lines", "postcode", "city", "status", "web_page", "phone", "source"]

    def clean_source(self) -> str:
        return clean_text(self.cleaned_data["source"])

    def values(self) -> dict[str, str]:
        return {column: self.cleaned_data[field] for field, column in self.columns.items()}

    def refuse(self, field: str, message: str) -> None:
        """Put a refusal at the field of a column, or above the form."""
        at = next((name for name, column in self.columns.items() if column == field), None)
        self.add_error(at, message)
        if at:
            self.fields[at].widget.attrs.update({"aria-invalid": "true", "autofocus": True})


class EmailCorrectionForm(_CorrectionForm):
    columns = {"email": "email"}
    email = forms.CharField(
        label=_("The right mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"inputmode": "email", "autocomplete": "off"}),
        error_messages={"required": _("Please type the right mail address.")},
    )

    def clean_email(self) -> str:
        return normal(self.cleaned_data["email"])


class PostCorrectionForm(_CorrectionForm):
    columns = {"address_lines": "address_lines", "postcode": "postcode", "city": "city"}
    address_lines = forms.CharField(
        label=_("Street and number, one line below the other"),
        help_text=_("Without the office's name, the postcode, the town and the country."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": "3", "autocomplete": "off"}),
        error_messages={"required": _("Please type the right postal address.")},
    )
    postcode = forms.CharField(label=_("Postcode"), max_length=80, required=False)
    city = forms.CharField(label=_("Town"), max_length=400, required=False)

    def clean_address_lines(self) -> str:
        lines = clean_text(self.cleaned_data["address_lines"]).split("\n")
        if len(lines) > ADDRESS_LINES:
            raise ValidationError(
                _("Please use at most %(limit)d lines."), code="lines", params={"limit": ADDRESS_LINES}
            )
        return "\n".join(filter(None, map(clean_line, lines)))

    def clean_postcode(self) -> str:
        return clean_line(self.cleaned_data["postcode"], limit=20)

    def clean_city(self) -> str:
        return clean_line(self.cleaned_data["city"])


def _statuses() -> list[tuple[str, str]]:
    return [(status.value, office_status_words(status)) for status in TargetStatus]


class OfficeCorrectionForm(_CorrectionForm):
    columns = {"status": "status", "web_page": "website", "phone": "phone"}
    status = forms.ChoiceField(label=_("Is it open?"), choices=_statuses)
    # Not "website": that one is the trap.
    web_page = forms.URLField(
        label=_("Its own page"),
        max_length=300,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=400,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def prepare(self) -> None:
        if self.initial.get("status") != TargetStatus.UNKNOWN:  # nobody can know that nobody has looked
            known = [one for one in _statuses() if one[0] != TargetStatus.UNKNOWN]
            self.fields["status"] = forms.ChoiceField(label=_("Is it open?"), choices=known)

    def clean_web_page(self) -> str:
        return clean_line(self.cleaned_data["web_page"], limit=300)

    def clean_phone(self) -> str:
        return clean_line(self.cleaned_data["phone"])


FORMS: dict[str, type[_CorrectionForm]] = {
    Correction.About.EMAIL: EmailCorrectionForm,
    Correction.About.POST: PostCorrectionForm,
    Correction.About.OFFICE: OfficeCorrectionForm,
}


def correction_form(about: str, standing: dict[str, Any], posted: Any = None) -> _CorrectionForm:
    """Filled with what stands in the directory, or with what was posted."""
    form = FORMS[about]
    return form(posted, initial={field: standing[column] for field, column in form.columns.items()})
