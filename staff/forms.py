"""What is typed at the door of the desk, and on one's own page."""

import json
from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.utils import timezone

from kit import networks
from kit.refusals import Refused
from staff import attempts


class PasswordStep(AdminAuthenticationForm):
    """Name and password. Tries are counted before the account is looked up."""

    def clean(self) -> Any:
        name = self.cleaned_data.get("username")
        if name and self.cleaned_data.get("password"):
            try:
                attempts.count_password(
                    name=name, network=networks.index_of(self.request.META), now=timezone.now()
                )
            except Refused as refused:
                raise forms.ValidationError(refused.message, code="too_many") from refused
        return super().clean()


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "autocapitalize": "off"}
        ),
    )


class PasskeyForm(forms.Form):
    """Filled in by the browser (static/outcry/passkey.js)."""

    name = forms.CharField(
        label="What to call it",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "My laptop", "autocomplete": "off"}),
    )
    response = forms.CharField(max_length=20_000, widget=forms.HiddenInput)

    def clean_response(self) -> dict[str, Any]:
        try:
            told = json.loads(self.cleaned_data["response"])
        except ValueError as error:
            raise forms.ValidationError("The browser sent no passkey.") from error
        if not isinstance(told, dict):
            raise forms.ValidationError("The browser sent no passkey.")
        return told


class OwnPassword(forms.Form):
    """Whoever sits at somebody else's open desk must not add a key of their own."""

    password = forms.CharField(
        label="Your password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="How do you know that it is they who ask?",
        max_length=300,
        widget=forms.TextInput(attrs={"size": 60}),
    )
