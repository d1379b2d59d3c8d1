"""What the head of an appeal's page tells those who show a shared link."""

from typing import Any

from django import template
from django.conf import settings

from appeals import card as cards
from appeals import showing
from appeals.models import Appeal, AppealText
from appeals.views_frame import language

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
