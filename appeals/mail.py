"""The mails that signing sends. None holds anything that a visitor typed (safety.md): a form that mails
typed words to typed addresses is a spam carrier. They quote the approved letter and the office that gets it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from appeals import links, moderating, previewing, reminding
from appeals.models import AppealText, Signature
from appeals.previewing import Letter
from kit import languages
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
        kinds.Kind(
            name=reminding.KIND,
            stream=Stream.CONFIRMATION,
            compose=compose_reminder,
            may_leave=still_waiting,
        )
    )
    kinds.register(
        kinds.Kind(
            name=moderating.REFUSED,
            stream=Stream.CONFIRMATION,
            compose=compose_refused,
            may_leave=still_refused,
        )
    )
    kinds.register(
        kinds.Kind(name="already_signed", stream=Stream.CONFIRMATION, compose=compose_already_signed)
    )


def compose_confirmation(message: Message) -> kinds.Draft:
    signature = _signature(message)
    with translation.override(signature.language):
        link = links.link_of(signature)
        return _draft(signature, "confirmation", _("Please confirm your signature: %(title)s"), link)


def compose_reminder(message: Message) -> kinds.Draft:
    """The confirmation mail once more, and which reminder it is: nobody should fear that there will be many."""
    signature = _signature(message)
    with translation.override(signature.language):
        link = links.link_of(signature)
        subject = _("Your signature still waits for you: %(title)s")
        is_last = signature.reminders >= len(reminding.AFTER)
        return _draft(signature, "confirmation", subject, link, is_reminder=True, is_last=is_last)


def compose_already_signed(message: Message) -> kinds.Draft:
    signature = _signature(message)
    with translation.override(signature.language):
        link = settings.OUTCRY_URL + reverse("appeal", args=[signature.appeal.slug])
        return _draft(signature, "already_signed", _("You have already signed: %(title)s"), link)


def compose_refused(message: Message) -> kinds.Draft:
    """The reason stands behind the link: whoever gave it may have quoted what was typed."""
    signature = _signature(message)
    with translation.override(signature.language):
        link = links.link_of(signature)
        return _draft(signature, "words_refused", _("Your letter waits for you: %(title)s"), link)


def still_refused(messages: Sequence[Message], now: datetime) -> Mapping[int, str]:
    """Not for a letter that its signer has changed meanwhile. One query."""
    about = {message.pk: (message.values["signature"], message.values["reference"]) for message in messages}
    refused = set(
        Signature.objects.confirmed()
        .filter(pk__in=[pk for pk, _reference in about.values()], moderation=Signature.Moderation.REFUSED)
        .values_list("pk", "reference")
    )
    return {
        pk: "The letter no longer waits for its signer." for pk, one in about.items() if one not in refused
    }


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


def _other_language(letter: Letter | None, text: AppealText | None, language: str) -> str:
    """The name of the language in which the letter leaves, where that is not the one that the mail quotes."""
    if letter is None or text is None or letter.agreed["language"] == text.language:
        return ""
    return languages.name_in(letter.agreed["language"], language)


def _draft(
    signature: Signature,
    template: str,
    subject: str,
    link: str,
    *,
    is_reminder: bool = False,
    is_last: bool = False,
) -> kinds.Draft:
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
        "leaves_in": _other_language(letter, text, signature.language),
        "has_own_words": bool(signature.own_words),
        "is_reminder": is_reminder,
        "is_last": is_last,
        "link": link,
        "sender": settings.OUTCRY_FROM_NAME,
        "is_demonstration": settings.OUTCRY_DEMO,
        "language": signature.language,
        "direction": languages.direction(signature.language),
    }
    return kinds.Draft(
        subject=subject % {"title": text.title if text else signature.appeal.slug},
        text=render_to_string(f"email/{template}.txt", context),
        html=render_to_string(f"email/{template}.html", context),
        language=signature.language,
    )
