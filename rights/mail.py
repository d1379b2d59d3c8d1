"""The mail with the link to what we hold, or with the word that it is nothing. It holds nothing that was typed into a form."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kit.languages import direction
from outbox.kinds import Draft, Kind, register
from outbox.models import Message
from outbox.states import Stream
from rights.asking import KIND
from rights.links import link_of
from supporters.models import Supporter


def register_kind() -> None:
    register(Kind(name=KIND, stream=Stream.CONFIRMATION, compose=compose))


def compose(message: Message) -> Draft:
    supporter = Supporter.objects.filter(pk=message.values["supporter"]).first()
    language = message.values["language"]
    with translation.override(language):
        context = {
            "link": link_of(supporter.pk, now=timezone.now()) if supporter else "",
            "sender": settings.OUTCRY_FROM_NAME,
            "is_demonstration": settings.OUTCRY_DEMO,
            "language": language,
            "direction": direction(language),
        }
        return Draft(
            subject=_("What we hold about you"),
            text=render_to_string("email/your_data.txt", context),
            html=render_to_string("email/your_data.html", context),
            language=language,
        )
