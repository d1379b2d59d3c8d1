"""The list of countries, written as one string: Django renders each option through a template, 250 times a page."""

from functools import lru_cache
from typing import Any

from anyascii import anyascii
from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_countries import countries

from kit.languages import country_name

CYRILLIC = frozenset({"ru", "uk", "kk"})
SELECTED = SafeString(" selected")


class CountrySelect(forms.Select):
    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        widget = context["widget"]
        attributes = {
            key: key if value is True else value
            for key, value in widget["attrs"].items()
            if value is not False
        }
        options = [("", _("Choose a country")), *names_in(get_language() or "en")]
        return format_html(
            '<select name="{}"{}>{}</select>',
            widget["name"],
            format_html_join("", ' {}="{}"', attributes.items()),
            format_html_join(
                "",
                '<option value="{}"{}>{}</option>',
                ((code, SELECTED if code in widget["value"] else "", name) for code, name in options),
            ),
        )

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list:
        return []  # what the template would have wanted


class CountryField(forms.ChoiceField):
    """A country by its ISO 3166-1 code. The list is written by the widget; asking the field would go through it twice."""

    widget = CountrySelect

    def valid_value(self, value: Any) -> bool:
        return value in countries.countries


def sort_key(name: str, language: str) -> str:
    """Ä with A and É with E; Cyrillic by its own letters, whose order Unicode keeps but for Ё."""
    return name.replace("Ё", "Е").casefold() if language in CYRILLIC else anyascii(name).casefold()


@lru_cache(maxsize=16)
def names_in(language: str) -> tuple[tuple[str, str], ...]:
    """(ISO 3166-1 code, name) of every country in a language, sorted by name."""
    named = [(code, country_name(code, language)) for code in countries.countries]
    return tuple(sorted(named, key=lambda country: sort_key(country[1], language)))
