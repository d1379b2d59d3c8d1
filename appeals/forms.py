"""The form under an appeal, and the one in which a signer changes their letter while it waits."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from appeals import display, merging, sharing
from appeals.guarded_form import GuardedForm, mark_errors
from appeals.models import Appeal, AppealText, Signature
from appeals.signing import Typed
from appeals.widgets import CountryField, CountrySelect
from kit import fonts
from kit.glyphs import missing
from kit.mailboxes import normal
from kit.typed import clean_line, clean_name, clean_text
from supporters import consent
from supporters.models import Consent


def _wording(purpose: str) -> str:
    return consent.wording(purpose, get_language() or "en")


_lazy_wording = lazy(_wording, str)

# Three lines of this length, with name, town and country, still fit the return line in an envelope's window.
POSTAL_LINES = 3
POSTAL_GRAPHEMES = 40


def displays() -> list[tuple[str, str]]:
    """Each choice with what it means, the quietest first."""
    return [(choice, display.wording(choice, get_language() or "en")) for choice in Signature.Display.values]


def clean_own_words(typed: str) -> str:
    words = clean_text(typed).replace("\t", " ")
    # A letter that cannot be printed would be held for good: better said while it can be mended.
    if lost := missing(words, fonts.TEXT, besides="\n"):
        raise ValidationError(
            _("The letter cannot print these characters: %(characters)s Please write it without them."),
            code="unprintable",
            params={"characters": " ".join(lost[:12])},
        )
    return words


def clean_postal(typed: str) -> str:
    lines = [clean_line(line, limit=POSTAL_GRAPHEMES) for line in typed.splitlines() if line.strip()]
    if len(lines) > POSTAL_LINES:
        raise ValidationError(
            _("Please use at most %(limit)d lines."), code="lines", params={"limit": POSTAL_LINES}
        )
    return "\n".join(lines)


class LetterFields(forms.Form):
    """What signers say that stands in their letter: when they sign, and when they change it while it waits."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=400,
        help_text=_("As it shall stand under the letter."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        error_messages={"required": _("Please type your name.")},
    )
    town = forms.CharField(
        label=_("Your town (if you like)"),
        max_length=400,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2", "dir": "auto"}),
    )
    postal = forms.CharField(
        label=_("Your address"),
        help_text=_(
            "Street, number and postcode. This office answers, or accepts, only letters with the sender's address; it stands on the letter and nowhere else."
        ),
        widget=forms.Textarea(attrs={"autocomplete": "street-address", "rows": 2}),
        error_messages={"required": _("Please type your address: the office asks for it.")},
    )
    own_words = forms.CharField(
        label=_("Your own words (if you like)"),
        required=False,
        help_text=_(
            "Be polite and personal: who you are, why you write. The letter leaves in the language of the office; your words stay as you write them. A person may read them before the letter leaves."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    bricks = forms.MultipleChoiceField(
        label=_("What may also stand in your letter"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def ask_what_the_letter_needs(self, appeal: Appeal, bricks: Mapping[int, str]) -> None:
        """`bricks`: {number: what is ticked}."""
        if appeal.asks_postal_address:
            self.fields["town"].required = True
            self.fields["town"].label = _("Your town")
            self.fields["town"].error_messages["required"] = _(
                "Please type your town: the office asks for it."
            )
        else:
            del self.fields["postal"]
        if bricks:
            self.fields["bricks"].choices = [(str(number), label) for number, label in bricks.items()]
        else:
            del self.fields["bricks"]

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_town(self) -> str:
        return clean_line(self.cleaned_data["town"])

    def clean_postal(self) -> str:
        return clean_postal(self.cleaned_data["postal"])

    def clean_own_words(self) -> str:
        return clean_own_words(self.cleaned_data["own_words"])

    def clean_bricks(self) -> list[int]:
        return [int(number) for number in self.cleaned_data["bricks"]]


class SignForm(GuardedForm, LetterFields):
    email = forms.CharField(
        label=_("Your mail address"),
        max_length=320,
        help_text=_("We send you one mail. Your signature counts when you confirm it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "dir": "ltr"}),
        error_messages={"required": _("Please type your mail address.")},
    )
    country = CountryField(
        label=_("Your country"),
        error_messages={
            "required": _("Please choose your country: it decides which office gets your letter.")
        },
        widget=CountrySelect(attrs={"autocomplete": "country"}),
    )
    display = forms.ChoiceField(
        label=_("Your name on this page"),
        choices=displays,
        required=False,
        initial=Signature.Display.COUNT,
        widget=forms.RadioSelect,
    )
    may_reply = forms.BooleanField(required=False, label=_lazy_wording(Consent.Purpose.REPLY.value))
    wants_updates = forms.BooleanField(required=False, label=_lazy_wording(Consent.Purpose.UPDATES.value))

    # The word of ours in the link that led here (appeals/sharing.py).
    via = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)

    def __init__(self, *args: Any, appeal: Appeal, **kwargs: Any) -> None:
        self.appeal = appeal
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        self.order_fields(["name", "email", "country", "town", "postal", "own_words", "bricks"])
        self.ask_what_the_letter_needs(self.appeal, offered(self.appeal, get_language() or "en"))

    def clean_email(self) -> str:
        return normal(self.cleaned_data["email"])

    def clean_display(self) -> str:
        return self.cleaned_data["display"] or Signature.Display.COUNT.value

    def clean_via(self) -> str:
        return sharing.known(self.cleaned_data["via"])

    def ticked(self) -> list[int]:
        """The bricks as they are ticked now, whether or not the rest of the form is right."""
        if "bricks" not in self.fields:
            return []
        there = {str(number) for number in self["bricks"].value() or []}
        return [int(number) for number, _label in self.fields["bricks"].choices if number in there]

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
            postal=data.get("postal", ""),
            own_words=data["own_words"],
            bricks=tuple(data.get("bricks", ())),
            display=data["display"],
        )


class AmendForm(LetterFields):
    """Behind the link from the mail, so no trap and no token."""

    def __init__(self, data: Any = None, *, signature: Signature) -> None:
        is_there = {"name", "town", "postal", "own_words", "bricks"}
        initial = {name: getattr(signature, name) for name in is_there}
        super().__init__(data, initial=initial, label_suffix="")
        choices: dict[int, str] = {}
        if "bricks" in signature.agreed:  # else they are in its text for good (merging.bricks_in)
            choices = {
                **merging.bricks_in(signature.agreed),
                **offered(signature.appeal, get_language() or "en"),
            }
        self.ask_what_the_letter_needs(signature.appeal, choices)
        mark_errors(self)


class DisplayForm(forms.Form):
    display = forms.ChoiceField(
        label=_("Your name on the page of the appeal"), choices=displays, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


def offered(appeal: Appeal, language: str) -> dict[int, str]:
    """{number: label} of the bricks of the text that the page shows: the reader's, else English, else any. One query."""
    texts = AppealText.objects.filter(appeal=appeal, state=AppealText.State.APPROVED)
    found: dict[str, dict[int, str]] = {}
    for tongue, number, label in texts.order_by("language", "bricks__number").values_list(
        "language", "bricks__number", "bricks__label"
    ):
        found.setdefault(tongue, {}).update({number: label} if number else {})
    shown = next((tongue for tongue in (language, "en", *found) if tongue in found), "")
    return found.get(shown, {})
