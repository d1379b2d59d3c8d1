"""Ask for the link, and correct what we hold."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from appeals.forms import displays
from appeals.guarded_form import GuardedForm, mark_errors
from appeals.widgets import CountryField, CountrySelect
from kit.languages import own_name
from kit.mailboxes import normal
from kit.typed import clean_name


class AskForm(GuardedForm):
    email = forms.CharField(
        label=_("Your mail address"),
        max_length=320,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "dir": "ltr"}),
        error_messages={"required": _("Please type your mail address.")},
    )

    def clean_email(self) -> str:
        return normal(self.cleaned_data["email"])


def _tongues() -> list[tuple[str, str]]:
    return [(code, own_name(code)) for code, _name in settings.LANGUAGES]


class CorrectForm(forms.Form):
    """Behind the link from the mail, so no trap and no token. Empty of a signature, it asks for the language alone."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        error_messages={"required": _("Please type your name.")},
    )
    country = CountryField(
        label=_("Your country"),
        widget=CountrySelect(attrs={"autocomplete": "country"}),
        error_messages={"required": _("Please choose your country.")},
    )
    mails_in = forms.ChoiceField(label=_("Language of our mails to you"), choices=_tongues)
    display = forms.ChoiceField(
        label=_("Your name on the pages of the appeals"), choices=displays, widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None, *, initial: dict[str, str]) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        if "name" not in initial:
            for name in ("name", "country", "display"):
                del self.fields[name]
        mark_errors(self)

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def changes(self) -> dict[str, str]:
        asked = ("name", "country", "display")
        return {name: self.cleaned_data[name] for name in asked if name in self.changed_data}
