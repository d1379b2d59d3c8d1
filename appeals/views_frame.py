"""What all public pages share: their language, the switch to the others, and how long a page may be kept."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from kit.languages import own_name

# Pages without a cookie are the same for everybody; a count may be this old.
PAGE_SECONDS = 5


def language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE


def addresses(name: str, *args: str) -> list[tuple[str, str, str]]:
    """(code, own name, address of this page) for the language switch."""
    found = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.append((code, own_name(code), reverse(name, args=args)))
    return found
