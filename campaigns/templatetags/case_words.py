"""Filters that say a record in words: `{{ event|date_in_words }}`, `{{ record.status|status_words }}`.

`<p{% english %}>` and `{% in_english event.text %}` mark the English of the record on a page in another language.
Markup that stands more than a hundred times on a page is kept short: a page of a case has to reach a poor telephone.
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from campaigns import office_words, phrasing

register = template.Library()
for words in (
    office_words.office_status_words,
    phrasing.call_state_words,
    phrasing.call_words,
    phrasing.country_words,
    phrasing.date_in_words,
    phrasing.day_in_a_sentence,
    phrasing.day_words,
    phrasing.in_a_sentence,
    phrasing.moment_words,
    phrasing.number_words,
    phrasing.qualifier_words,
    phrasing.sentence_words,
    phrasing.status_words,
):
    register.filter(words.__name__, words)


@register.simple_tag
def english() -> SafeString:
    if phrasing.language() == "en":
        return SafeString("")
    # On a page that runs from right to left, English has to be told its own way too.
    return SafeString(' lang="en" dir="ltr"' if get_language_bidi() else ' lang="en"')


@register.simple_tag
def in_english(words: Any) -> SafeString:
    mark = " dir=ltr" if get_language_bidi() else ""
    return format_html("{}" if phrasing.language() == "en" else f"<span lang=en{mark}>{{}}</span>", words)


@register.simple_tag
def refs(numbers: Iterable[int]) -> SafeString:
    """The numbers of a claim's sources, which stay on the line of its last word."""
    links = format_html_join("", "<a href=#s{0}>{0}</a>", ((number,) for number in numbers))
    return format_html("\u00a0{}", links) if links else links
