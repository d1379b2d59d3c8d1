"""The act-before moment as a person types it: a day, a time on the wall and the zone of that wall."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminTimeWidget

from kit.clocks import NoSuchTime, instant, wall, zones

END_OF_DAY = time(23, 59)


def zone_choices() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in zones()]


class ClockFields(forms.ModelForm):
    """Sets `act_before` on the instance; `notice` says what a person should know of the time that was understood."""

    act_day = forms.DateField(
        label="On the day",
        required=False,
        widget=AdminDateWidget,
        help_text="Empty: it stays open until closed.",
    )
    act_time = forms.TimeField(
        label="at", required=False, widget=AdminTimeWidget, help_text="Empty: at the end of that day, 23:59."
    )
    time_zone = forms.ChoiceField(choices=zone_choices, initial="UTC", help_text="Whose clock that is.")
    notice = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.act_before:
            shown = wall(self.instance.act_before, self.instance.time_zone)
            self.initial |= {"act_day": shown.date(), "act_time": shown.time()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, zone = cleaned.get("act_day"), cleaned.get("time_zone")
        if zone and "act_day" not in self.errors and "act_time" not in self.errors:
            self.instance.act_before = None
            if day:
                self._understand(datetime.combine(day, cleaned.get("act_time") or END_OF_DAY), zone)
        return cleaned

    def _understand(self, typed: datetime, zone: str) -> None:
        try:
            moment, is_twice = instant(typed, zone)
        except NoSuchTime as skipped:
            self.add_error(
                "act_time",
                f"The clocks of {zone} skip {typed:%H:%M} on that day. The next time is {skipped.later:%H:%M}.",
            )
            return
        if is_twice:
            self.notice = (
                f"The clocks of {zone} show {typed:%H:%M} twice on that day: the first of the two was taken."
            )
        self.instance.act_before = moment
