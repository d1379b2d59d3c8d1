"""The form under an appeal. It needs no cookie: a signed moment stands in for a session, and a wrong one costs
a person a second press, never what they typed.
"""

from typing import Any

from django import forms
from django.core import signing as django_signing
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from appeals.signing import Typed
from appeals.widgets import CountrySelect, names_in
from kit.typed import clean_line
from supporters import consent, identity
from supporters.models import Consent

SALT = "appeals.sign-form"
# A person needs longer than this to type a name and an address; a form kept open for days is stale.
SECONDS_TO_TYPE = 2
SECONDS_UNTIL_STALE = 3 * 24 * 3600


def form_token() -> str:
    return django_signing.TimestampSigner(salt=SALT).sign("form")


def _wording(purpose: str) -> str:
    return consent.wording(purpose, get_language() or "en")


_lazy_wording = lazy(_wording, str)


class SignForm(forms.Form):
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
    # Hidden from people by the stylesheet and by its label; programs that fill in everything fill it in.
    website = forms.CharField(
        required=False,
        label=pgettext_lazy("trap for programs", "Leave this empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        for name in self.errors if self.is_bound else ():
            if name in self.fields:
                self.fields[name].widget.attrs.update(
                    {"aria-invalid": "true", "autofocus": name == next(iter(self.errors))}
                )

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])

    def clean_town(self) -> str:
        return clean_line(self.cleaned_data["town"])

    def clean_email(self) -> str:
        return identity.normal(self.cleaned_data["email"])

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("Please leave this field empty."), code="trap")
        return ""

    def clean_token(self) -> str:
        signer = django_signing.TimestampSigner(salt=SALT)
        token = self.cleaned_data["token"]
        try:
            signer.unsign(token, max_age=SECONDS_UNTIL_STALE)
        except django_signing.BadSignature as error:
            raise ValidationError(
                _("This page was open for too long. Please press the button once more."), code="stale"
            ) from error
        try:
            signer.unsign(token, max_age=SECONDS_TO_TYPE)
        except django_signing.SignatureExpired:
            return token
        raise ValidationError(_("That was very quick. Please press the button once more."), code="quick")

    def typed(self) -> Typed:
        data = self.cleaned_data
        return Typed(
            name=data["name"],
            email=data["email"],
            country=data["country"],
            town=data["town"],
            may_reply=data["may_reply"],
            wants_updates=data["wants_updates"],
        )
