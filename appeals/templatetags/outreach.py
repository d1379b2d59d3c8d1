"""What the head of an appeal's page tells those who show a shared link, and what the desk has to pass on."""

from typing import Any

from django import template
from django.conf import settings

from appeals import card as cards
from appeals import showing
from appeals.models import Appeal, AppealText
from appeals.views_embed import snippet
from appeals.views_frame import language
from kit.languages import own_name

register = template.Library()


@register.inclusion_tag("public/_sharing_head.html")
def sharing_head(appeal: Appeal, text: AppealText) -> dict[str, Any]:
    here = language()
    card = cards.card(appeal, text)
    codes = [code for code, _name in settings.LANGUAGES]
    return {
        "appeal": appeal,
        "text": text,
        "address": showing.address("appeal", appeal.slug, language=here),
        "others": [(code, showing.address("appeal", appeal.slug, language=code)) for code in codes],
        "card": card,
        "picture": showing.address("card", appeal.slug, card.digest, language=here) if card else "",
    }


@register.inclusion_tag("public/_spread.html")
def spread(appeal: Appeal, text: AppealText) -> dict[str, Any]:
    return {"appeal": appeal, "snippet": snippet(appeal.slug, text.title, language())}


@register.inclusion_tag("admin/appeals/appeal/outreach.html")
def outreach_panel(appeal: Appeal) -> dict[str, Any]:
    """What staff hang up, lay out and copy into other pages, in each language that has an approved text. Five queries."""
    here = settings.LANGUAGE_CODE
    found = showing.one(appeal.slug, language=here)
    spoken = dict(settings.LANGUAGES)
    texts = found.wordings.texts if found and appeal.state == Appeal.State.OPEN else {}
    return {
        "appeal": appeal,
        "papers": [
            {
                "language": code,
                "name": own_name(code),
                "links": [
                    (words, showing.address(name, appeal.slug, language=code))
                    for name, words in (
                        ("poster_a4", "poster A4"),
                        ("poster_a3", "poster A3"),
                        ("sheet", "signature sheet"),
                    )
                ],
                "snippet": snippet(appeal.slug, text.title, code),
            }
            for code, text in texts.items()
            if code in spoken
        ],
    }
