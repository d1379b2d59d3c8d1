"""When a mailing leaves: what its releaser may choose beside the button."""

from typing import Any

from django import forms

from kit.refusals import Refused
from mailings.timing import LONGEST_SPREAD


class ReleaseForm(forms.Form):
    starts_at = forms.DateTimeField(
        label="Not before",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text="By the clock of OUTCRY_TIME_ZONE. Empty: now.",
    )
    in_morning = forms.BooleanField(
        label="In each reader's morning",
        required=False,
        help_text="When it is between eight and eleven in the country that they signed from.",
    )
    spread_minutes = forms.IntegerField(
        label="Spread over minutes",
        required=False,
        min_value=0,
        max_value=LONGEST_SPREAD,
        initial=30,
        help_text="So that not all of them leave, and answer, in the same minute.",
    )

    def chosen(self) -> dict[str, Any]:
        """What releasing.release takes; Refused, with the first complaint, where something was not understood."""
        if not self.is_valid():
            name, complaints = next(iter(self.errors.items()))
            raise Refused(f"{self.fields[name].label}: {complaints[0]}", field=name)
        return {**self.cleaned_data, "spread_minutes": self.cleaned_data["spread_minutes"] or 0}
