"""`<p{% in_tongue text.language %}>`: say of words in another language than the page's which one it is, and how it runs."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from appeals.views_frame import language
from kit.languages import direction, name_in

register = template.Library()


@register.simple_tag
def in_tongue(code: str) -> SafeString:
    """Nothing for words in the page's own language."""
    return (
        format_html("{}", "")
        if code == language()
        else format_html(' lang="{}" dir="{}"', code, direction(code))
    )


@register.simple_tag
def language_if_other(code: str) -> str:
    """The name of a language as the page's readers say it; nothing for the page's own."""
    return "" if code == language() else name_in(code, language())
