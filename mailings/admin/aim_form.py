"""Whom a mailing is for, as lists to choose from."""

from typing import Any

from django import forms

from campaigns.countries import country_choices
from kit.languages import choices
from mailings.models import Mailing


class AimForm(forms.ModelForm):
    """What else does not fit together the verbs refuse (mailings/writing.py)."""

    countries = forms.MultipleChoiceField(
        choices=country_choices,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text="That they signed from. None chosen: all.",
    )
    languages = forms.MultipleChoiceField(
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="That they read. None chosen: all; who has no text of their own gets the English one.",
    )

    class Meta:
        model = Mailing
        fields = (
            "case",
            "appeal",
            "reach",
            "countries",
            "languages",
            "signed_since",
            "signed_before",
            "in_archive",
        )
        help_texts = {"signed_since": "From this day on.", "signed_before": "Up to the day before this one."}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, before = cleaned.get("signed_since"), cleaned.get("signed_before")
        if since and before and since >= before:
            self.add_error("signed_before", "Nobody signed since a day and before an earlier one.")
        return cleaned
