"""A test of a mailing: a member of staff mails one of its texts to themself, marked as a test; nobody else gets it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model

from kit.refusals import Refused
from mailings import mail
from mailings.models import Mailing, MailingText
from mailings.unsubscribing import token_of
from outbox.kinds import Draft, Kind, register
from outbox.models import Message
from outbox.queueing import enqueue
from outbox.states import Stream

KIND = "test_mailing"
GOOD_FOR = timedelta(hours=1)  # whoever presses a button waits no longer for its mail
NOBODY = 0  # whose links stand in a test: they stop nothing


def register_kind() -> None:
    # A person waits for it at the desk, so it goes with the confirmations.
    register(Kind(name=KIND, stream=Stream.CONFIRMATION, compose=compose, may_leave=still_staff))


def mail_to_me(*, mailing: Mailing, language: str, by: Any, now: datetime) -> Message:
    """Put a test of the text in `language` into the outbox, addressed to `by` alone."""
    if not by.email:
        raise Refused("Your account has no mail address. Ask somebody who may edit accounts to add it.")
    text = mailing.texts.filter(language=language).first()
    if text is None:
        raise Refused("The mailing has no text in that language.")
    message, _created = enqueue(
        kind=KIND,
        key=f"test_mailing:{text.pk}:{by.pk}:{now:%Y%m%dT%H%M%S}",
        to=by.email,
        values={"text": text.pk, "by": by.pk},
        now=now,
        expires_at=now + GOOD_FOR,
        subject_ref="test mailing",
    )
    return message


def compose(message: Message) -> Draft:
    texts = MailingText.objects.select_related("mailing__case__campaign", "mailing__appeal")
    return mail.draft(texts.get(pk=message.values["text"]), token=token_of(NOBODY), is_test=True)


def still_staff(messages: Sequence[Message], now: datetime) -> Mapping[int, str]:
    """It goes to the very member of staff who asked for it, at the address that they have now. One query."""
    asked = {message.pk: message.values["by"] for message in messages}
    users = get_user_model().objects.filter(is_staff=True, is_active=True).in_bulk(set(asked.values()))
    return {
        message.pk: "A test goes only to the member of staff who asked for it."
        for message in messages
        if asked[message.pk] not in users or users[asked[message.pk]].email != message.recipient
    }
