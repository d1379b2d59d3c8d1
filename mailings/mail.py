"""The email that brings an update: the approved text, and under it why one gets it and how to stop it."""

from collections.abc import Mapping

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from kit.languages import direction
from mailings.leaving import may_leave
from mailings.models import MailingText
from mailings.post import KIND, supporter_of
from mailings.unsubscribing import token_of
from outbox.kinds import Draft, Kind, Shared, register
from outbox.models import Message
from outbox.states import Stream


def register_kind() -> None:
    shared = Shared(_alike, _draft_of)
    register(Kind(name=KIND, stream=Stream.MAILING, compose=compose, may_leave=may_leave, shared=shared))


def compose(message: Message) -> Draft:
    return _draft_of(*_alike(message))


def _alike(message: Message) -> tuple[tuple[int, str], dict[str, str]]:
    """Mails of one text differ in their links to stop alone."""
    values = message.values
    stop = _stop_link(token_of(supporter_of(message)), values["language"])
    return (values["mailing"], values["language"]), {"stop": stop}


def _draft_of(key: tuple[int, str], slots: Mapping[str, str]) -> Draft:
    mailing, language = key
    text = MailingText.objects.select_related("mailing__case").get(mailing=mailing, language=language)
    return _draft(text, slots["stop"])


def draft(text: MailingText, *, token: str) -> Draft:
    """The preview at the desk. The mailing and its case must be loaded."""
    return _draft(text, _stop_link(token, text.language))


def _stop_link(token: str, language: str) -> str:
    with translation.override(_spoken(language)):
        return settings.OUTCRY_URL + reverse("stop_updates", args=[token])


def _spoken(language: str) -> str:
    """The language of the frame: that of the text, where the house speaks it."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _draft(text: MailingText, stop: str) -> Draft:
    case = text.mailing.case
    with translation.override(_spoken(text.language)):
        context = {
            "text": text,
            "language": text.language,
            "direction": direction(text.language),
            "case_link": settings.OUTCRY_URL + reverse("case", args=[case.slug]),
            "stop_link": stop,
            "sender": settings.OUTCRY_FROM_NAME,
            "is_demonstration": settings.OUTCRY_DEMO,
        }
        return Draft(
            subject=text.subject,
            text=render_to_string("email/mailing.txt", context),
            html=render_to_string("email/mailing.html", context),
            language=text.language,
            headers=list_headers(case.slug, stop),
        )


def list_headers(slug: str, stop: str) -> dict[str, str]:
    """RFC 2919 and 2369. One click (RFC 8058 §3.1) only where the link is HTTPS: mail programs ignore it elsewhere."""
    domain = settings.OUTCRY_FROM_EMAIL.rpartition("@")[2]
    headers = {"List-Id": f"<{slug}.updates.{domain}>", "List-Unsubscribe": f"<{stop}>"}
    if settings.OUTCRY_URL.startswith("https://"):
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
