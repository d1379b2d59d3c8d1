"""The form under an appeal."""

from django import forms
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from appeals import sharing
from appeals.guarded_form import GuardedForm
from appeals.signing import Typed
from appeals.widgets import CountrySelect, names_in
from kit.typed import clean_line, clean_name
from supporters import consent, identity
from supporters.models import Consent


def _wording(purpose: str) -> str:
    return consent.wording(purpose, get_language() or "en")


_lazy_wording = lazy(_wording, str)


class SignForm(GuardedForm):
    name = forms.CharField(
        label=_("Your name"),
        max_length=400,
        help_text=_("As it shall stand under the letter."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please type your name.")},
    )
    email = forms.CharField(
        label=_("Your mail address"),
        max_length=320,
        help_text=_("We send you one mail. Your signature counts when you confirm it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={"required": _("Please type your mail address.")},
    )
    country = forms.ChoiceField(
        label=_("Your country"),
        choices=lambda: names_in(get_language() or "en"),
        error_messages={
            "required": _("Please choose your country: it decides which office gets your letter.")
        },
        widget=CountrySelect(attrs={"autocomplete": "country"}),
    )
    town = forms.CharField(
        label=_("Your town (if you like)"),
        max_length=400,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    may_reply = forms.BooleanField(required=False, label=_lazy_wording(Consent.Purpose.REPLY.value))
    wants_updates = forms.BooleanField(required=False, label=_lazy_wording(Consent.Purpose.UPDATES.value))

    # The word of ours in the link that led here (appeals/sharing.py).
    via = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_town(self) -> str:
        return clean_line(self.cleaned_data["town"])

    def clean_email(self) -> str:
        return identity.normal(self.cleaned_data["email"])

    def clean_via(self) -> str:
        return sharing.known(self.cleaned_data["via"])

    def typed(self) -> Typed:
        data = self.cleaned_data
        return Typed(
            name=data["name"],
            email=data["email"],
            country=data["country"],
            town=data["town"],
            may_reply=data["may_reply"],
            wants_updates=data["wants_updates"],
            source=data["via"],
        )
