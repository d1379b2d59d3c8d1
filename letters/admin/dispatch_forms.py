from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.clocks import zones
from letters.setting_pace import Wanted


class PaceForm(forms.Form):
    """What is left empty is as the directory or the settings say."""

    letters_per_hour = forms.IntegerField(label=_("Letters an hour"), required=False)
    letters_per_day = forms.IntegerField(label=_("Letters a day"), required=False)
    hours = forms.CharField(
        label=_("Office hours"),
        max_length=13,
        required=False,
        help_text=_("Like 9-17 or 8:30-12:00, on the working days of the place; or always."),
    )
    zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        required=False,
        help_text=_("Like Europe/Berlin. Empty: by the country and town of the office."),
    )

    def wanted(self) -> Wanted:
        data = self.cleaned_data
        return Wanted(
            letters_per_hour=data["letters_per_hour"],
            letters_per_day=data["letters_per_day"],
            hours=data["hours"],
            zone=data["zone"],
        )


class BeginForm(forms.Form):
    """A time on the wall of the place; which instant that is, the verb says (letters/steering.py)."""

    day = forms.DateField(label=_("Begins"), widget=forms.DateInput(attrs={"type": "date"}))
    time = forms.TimeField(label=_("at"), widget=forms.TimeInput(attrs={"type": "time"}))
    zone = forms.ChoiceField(label=_("by the clock of"), choices=[(name, name) for name in zones()])

    def begins(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"typed": datetime.combine(data["day"], data["time"]), "zone": data["zone"]}
