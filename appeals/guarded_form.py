"""What every form of the public has. It needs no cookie: a signed moment stands in for a session, and a wrong one
costs a person a second press, never what they typed.
"""

from typing import Any

from django import forms
from django.core import signing as django_signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SALT = "appeals.sign-form"
# A person needs longer than this to type a name and an address; a form kept open for days is stale.
SECONDS_TO_TYPE = 2
SECONDS_UNTIL_STALE = 3 * 24 * 3600


def form_token() -> str:
    return django_signing.TimestampSigner(salt=SALT).sign("form")


def mark_errors(form: forms.Form) -> None:
    """Say at each field that it is wrong, and begin at the first."""
    for name in form.errors if form.is_bound else ():
        if name in form.fields:
            form.fields[name].widget.attrs.update(
                {"aria-invalid": "true", "autofocus": name == next(iter(form.errors))}
            )


class GuardedForm(forms.Form):
    # Hidden from people by the stylesheet and by its label; programs that fill in everything fill it in.
    website = forms.CharField(
        required=False,
        label=pgettext_lazy("trap for programs", "Leave this empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        # What a person sees comes first, so that the first error is one that they can look at.
        self.order_fields([name for name in self.fields if name not in {"website", "token"}])
        self.prepare()
        mark_errors(self)

    def prepare(self) -> None:
        """What a form does to its fields before what was posted is judged."""

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
