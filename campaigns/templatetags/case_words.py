"""Filters that say a record in words: `{{ event|date_in_words }}`, `{{ record.status|status_words }}`.

`<span{% english %}>` marks the English of the record on a page in another language.
"""

from django import template
from django.utils.safestring import SafeString, mark_safe

from campaigns import office_words, phrasing

register = template.Library()
for words in (
    office_words.office_status_words,
    phrasing.call_state_words,
    phrasing.call_words,
    phrasing.country_words,
    phrasing.date_in_words,
    phrasing.day_words,
    phrasing.in_a_sentence,
    phrasing.number_words,
    phrasing.qualifier_words,
    phrasing.sentence_words,
    phrasing.status_words,
):
    register.filter(words.__name__, words)


@register.simple_tag
def english() -> SafeString:
    return mark_safe("" if phrasing.language() == "en" else ' lang="en"')  # noqa: S308 -- both are written here
