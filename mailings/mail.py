"""The email that brings an update: the approved text, and under it why one gets it and how to stop it."""

from collections.abc import Mapping

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from kit.languages import direction
from mailings.leaving import may_leave
from mailings.merging import words_for
from mailings.models import Mailing, MailingText
from mailings.post import KIND, supporter_of
from mailings.typesetting import filled, set_in_type
from mailings.unsubscribing import token_of
from outbox.kinds import Draft, Kind, Shared, register
from outbox.models import Message
from outbox.states import Stream

# For staff alone, so in English.
TEST = "TEST of an update. It went to you alone, and its links stop nothing."


def register_kind() -> None:
    shared = Shared(_alike, _draft_of)
    register(Kind(name=KIND, stream=Stream.MAILING, compose=compose, may_leave=may_leave, shared=shared))


def compose(message: Message) -> Draft:
    return _draft_of(*_alike(message))


def _alike(message: Message) -> tuple[tuple[int, str], dict[str, str]]:
    """Mails of one text differ in their links to stop and to choose alone."""
    values = message.values
    return (values["mailing"], values["language"]), _links(
        token_of(supporter_of(message)), values["language"]
    )


def _draft_of(key: tuple[int, str], slots: Mapping[str, str]) -> Draft:
    mailing, language = key
    texts = MailingText.objects.select_related("mailing__case__campaign", "mailing__appeal")
    return _draft(texts.get(mailing=mailing, language=language), slots)


def draft(text: MailingText, *, token: str, is_test: bool = False) -> Draft:
    """The preview at the desk, or a test of it. The mailing, its case with campaign, and its appeal must be loaded."""
    return _draft(text, _links(token, text.language), TEST if is_test else "")


def _links(token: str, language: str) -> dict[str, str]:
    with translation.override(_spoken(language)):
        return {
            "stop": settings.OUTCRY_URL + reverse("stop_updates", args=[token]),
            "choose": settings.OUTCRY_URL + reverse("choose_updates", args=[token]),
        }


def _spoken(language: str) -> str:
    """The language of the frame: that of the text, where the house speaks it."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _draft(text: MailingText, links: Mapping[str, str], mark: str = "") -> Draft:
    case = text.mailing.case
    words = words_for(text)
    made = set_in_type(text.body, words)
    subject = ("[TEST] " if mark else "") + filled(text.subject, words)
    with translation.override(_spoken(text.language)):
        context = {
            "subject": subject,
            "body": made,
            "language": text.language,
            "direction": direction(text.language),
            "case_link": settings.OUTCRY_URL + reverse("case", args=[case.slug]),
            "links": links,
            "is_wide": text.mailing.reaches == Mailing.Reach.CAMPAIGN,
            "sender": settings.OUTCRY_FROM_NAME,
            "mark": mark,
            "is_demonstration": settings.OUTCRY_DEMO,
        }
        return Draft(
            subject=subject,
            text=render_to_string("email/mailing.txt", context),
            html=render_to_string("email/mailing.html", context),
            language=text.language,
            headers=list_headers(text.mailing, links["stop"]),
        )


def list_headers(mailing: Mailing, stop: str) -> dict[str, str]:
    """RFC 2919 and 2369; Feedback-ID as large providers ask for it (campaign, case, mailing, sender; the last is ours for good).

    One click (RFC 8058 §3.1) only where the link is HTTPS: mail programs ignore it elsewhere. No Auto-Submitted: a person
    wrote and released it (RFC 3834 §5 is about answers of machines), and Precedence is no standard.
    """
    domain = settings.OUTCRY_FROM_EMAIL.rpartition("@")[2]
    case = mailing.case
    headers = {
        "List-Id": f"<{case.slug}.updates.{domain}>",
        "Feedback-ID": f"{mailing.pk}:{case.slug}:{case.campaign.slug}:{domain.replace('.', '-')[:15]}",
        "List-Unsubscribe": f"<{stop}>",
    }
    if settings.OUTCRY_URL.startswith("https://"):
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
