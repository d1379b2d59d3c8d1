"""Test letters: an editor mails a letter to themself. Marked as a test all over, to nobody else, counted nowhere."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model

from appeals import previewing
from appeals.merging import digest
from appeals.models import AppealText
from appeals.phrasebook import phrases
from campaigns.models import Target
from kit.refusals import Refused
from letters.composing import Mark, draft_of
from letters.pressing import PressMissing
from letters.rendering import RenderedLetter, RenderError, render
from outbox.kinds import Draft, Kind, register
from outbox.models import Message
from outbox.queueing import enqueue
from outbox.states import Stream

KIND = "test_letter"
GOOD_FOR = timedelta(hours=1)  # whoever presses a button waits no longer for its mail


@dataclass(frozen=True)
class Shown:
    """A letter as it would be: its agreed words, its paper, and the email around them."""

    agreed: dict[str, Any]
    paper: RenderedLetter
    draft: Draft


def register_kind() -> None:
    # A person waits for it at the desk, so it goes with the confirmations and never before a letter in its turn.
    register(Kind(name=KIND, stream=Stream.CONFIRMATION, compose=compose, may_leave=still_staff))


def letter_of(
    *,
    text: AppealText,
    target: Target,
    now: datetime,
    bricks: Collection[int] = (),
    is_test: bool = False,
) -> Shown:
    """Raise RenderError for a letter that could not be made, PressMissing where none can."""
    agreed = previewing.for_office(text=text, target=target, day=now.date(), bricks=bricks).agreed
    words = phrases(text.language)
    mark = Mark(words["test_mark"], words["test_note"]) if is_test else None
    paper = render(agreed, mark=mark.word if mark else "")
    return Shown(agreed, paper, draft_of(agreed, digest=digest(agreed), pdf=paper.pdf, mark=mark))


def mail_to_me(
    *, text: AppealText, target: Target, by: Any, now: datetime, bricks: Collection[int] = ()
) -> Message:
    """Put a test of this letter into the outbox, addressed to `by` alone."""
    if not by.email:
        raise Refused("Your account has no mail address. Ask somebody who may edit accounts to add it.")
    try:
        letter_of(text=text, target=target, now=now, bricks=bricks, is_test=True)
    except (RenderError, PressMissing) as error:
        raise Refused(str(error)) from error
    message, _created = enqueue(
        kind=KIND,
        key=f"test:{text.pk}:{target.pk}:{by.pk}:{now:%Y%m%dT%H%M%S}",
        to=by.email,
        values={"text": text.pk, "target": target.pk, "by": by.pk, "bricks": list(bricks)},
        now=now,
        expires_at=now + GOOD_FOR,
        subject_ref="test letter",
    )
    return message


def compose(message: Message) -> Draft:
    values = message.values
    text = AppealText.objects.select_related("appeal__case__campaign").get(pk=values["text"])
    target = Target.objects.get(pk=values["target"])
    return letter_of(
        text=text, target=target, now=message.created_at, bricks=values["bricks"], is_test=True
    ).draft


def still_staff(messages: Sequence[Message], now: datetime) -> Mapping[int, str]:
    """It goes to the very member of staff who asked for it, at the address that they have now. One query."""
    asked = {message.pk: message.values["by"] for message in messages}
    users = get_user_model().objects.filter(is_staff=True, is_active=True).in_bulk(set(asked.values()))
    return {
        message.pk: "A test letter goes only to the member of staff who asked for it."
        for message in messages
        if asked[message.pk] not in users or users[asked[message.pk]].email != message.recipient
    }
