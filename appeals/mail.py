"""The two mails that signing sends. Neither holds anything that a visitor typed (safety.md): a form that mails
typed words to typed addresses is a spam carrier. They quote the approved letter and the office that gets it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from appeals import previewing
from appeals.models import Signature
from outbox import kinds
from outbox.models import Message
from outbox.states import Stream


def register_kinds() -> None:
    kinds.register(
        kinds.Kind(
            name="confirmation",
            stream=Stream.CONFIRMATION,
            compose=compose_confirmation,
            may_leave=still_waiting,
        )
    )
    kinds.register(
        kinds.Kind(name="already_signed", stream=Stream.CONFIRMATION, compose=compose_already_signed)
    )


def compose_confirmation(message: Message) -> kinds.Draft:
    signature = _signature(message)
    with translation.override(signature.language):
        link = settings.OUTCRY_URL + reverse("signature", args=[message.values["token"]])
        return _draft(signature, "confirmation", _("Please confirm your signature: %(title)s"), link)


def compose_already_signed(message: Message) -> kinds.Draft:
    signature = _signature(message)
    with translation.override(signature.language):
        link = settings.OUTCRY_URL + reverse("appeal", args=[signature.appeal.slug])
        return _draft(signature, "already_signed", _("You have already signed: %(title)s"), link)


def still_waiting(messages: Sequence[Message], now: datetime) -> Mapping[int, str]:
    """A confirmation mail for a signature that no longer waits for one is not sent. One query."""
    wanted = {message.pk: message.values["signature"] for message in messages}
    waiting = set(
        Signature.objects.filter(pk__in=wanted.values(), state=Signature.State.PENDING).values_list(
            "pk", flat=True
        )
    )
    return {
        pk: "The signature no longer waits for a confirmation."
        for pk, wants in wanted.items()
        if wants not in waiting
    }


def _signature(message: Message) -> Signature:
    return Signature.objects.select_related("appeal__case__campaign", "appeal__fallback", "supporter").get(
        pk=message.values["signature"]
    )


def _draft(signature: Signature, template: str, subject: str, link: str) -> kinds.Draft:
    """Called with the signer's language active."""
    wordings = previewing.approved_wordings(signature.appeal)
    text = wordings.best(signature.language)
    letter = previewing.for_country(
        appeal=signature.appeal, wordings=wordings, country=signature.country, day=signature.created_at.date()
    )
    context = {
        "text": text,
        "demands": wordings.demands.get(text.language, []) if text else [],
        "letter": letter,
        "link": link,
        "sender": settings.OUTCRY_FROM_NAME,
        "is_demonstration": settings.OUTCRY_DEMO,
        "language": signature.language,
    }
    return kinds.Draft(
        subject=subject % {"title": text.title if text else signature.appeal.slug},
        text=render_to_string(f"email/{template}.txt", context),
        html=render_to_string(f"email/{template}.html", context),
        language=signature.language,
    )
