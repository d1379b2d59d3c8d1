"""The email that brings an update: the approved text, and under it why one gets it and how to stop it."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from kit.languages import direction
from mailings.leaving import may_leave
from mailings.models import MailingText
from mailings.post import KIND
from mailings.unsubscribing import token_of
from outbox.kinds import Draft, Kind, register
from outbox.models import Message
from outbox.states import Stream


def register_kind() -> None:
    register(Kind(name=KIND, stream=Stream.MAILING, compose=compose, may_leave=may_leave))


def compose(message: Message) -> Draft:
    text = MailingText.objects.select_related("mailing__case").get(
        mailing=message.values["mailing"], language=message.values["language"]
    )
    return draft(text, token=token_of(message.values["supporter"]))


def draft(text: MailingText, *, token: str) -> Draft:
    """Also the preview at the desk. The mailing and its case must be loaded."""
    case = text.mailing.case
    # The frame is in the language of the text, where the house speaks it.
    spoken = text.language if text.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(spoken):
        stop = settings.OUTCRY_URL + reverse("stop_updates", args=[token])
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
    if stop.startswith("https://"):
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
