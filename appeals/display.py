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
    return in_one_line(*shown(signature.display, signature.name, signature.town))


def shown(display: str, name: str, town: str) -> tuple[str, str]:
    """What stands there of name and town, by the choice `display`; ("", "") for who is only counted."""
    match display:
        case Display.NAME:
            return name, ""
        case Display.NAME_TOWN:
            return name, town
        case Display.INITIALS:
            return initials(name), ""
    return "", ""


def in_one_line(name: str, town: str) -> str:
    return ", ".join(filter(None, [name, town]))
