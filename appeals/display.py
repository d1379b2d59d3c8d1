"""How the page may name a signer: what each choice means, in the words that were shown, and what then stands there."""

from django.utils import translation
from django.utils.translation import gettext as _

from appeals.models import Signature
from kit.typed import initials

Display = Signature.Display
VERSION = "2026-11"


def wording(display: str, language: str) -> str:
    """The sentence beside the choice, in `language`. Change one only together with VERSION."""
    with translation.override(language):
        return {
            Display.COUNT: _("Only count me. Nothing of my name is shown on the appeal's page."),
            Display.INITIALS: _("Show my initials on the appeal's page, for everybody to see."),
            Display.NAME: _("Show my full name on the appeal's page, for everybody to see."),
            Display.NAME_TOWN: _("Show my full name and my town on the appeal's page, for everybody to see."),
        }[Display(display)]


def columns(display: str, language: str) -> dict[str, str]:
    return {
        "display": display,
        "display_wording": wording(display, language),
        "display_version": VERSION,
    }


def shown_as(signature: Signature) -> str:
    """`Amara Okafor`, `Amara Okafor, Leeds`, `A. O.`, or nothing. Opens what is sealed."""
    match signature.display:
        case Display.NAME:
            return signature.name
        case Display.NAME_TOWN:
            return ", ".join(filter(None, [signature.name, signature.town]))
        case Display.INITIALS:
            return initials(signature.name)
    return ""
