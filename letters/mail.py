"""The email that brings a letter to an office: the letter as text, and its PDF."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import F

from letters import mail_ahead
from letters.composing import draft_of
from letters.dispatching import KIND
from letters.mail_checks import checked
from letters.models import Letter
from letters.paper import again
from outbox.kinds import Ahead, Draft, Hold, Kind, register
from outbox.models import Message
from outbox.prepared import is_postgresql
from outbox.return_addresses import reply_address
from outbox.states import Stream


def register_kind() -> None:
    register(_KIND)


def compose(message: Message) -> Draft:
    letters = Letter.objects.select_related("pdf").annotate(may_reply=F("signature__may_reply"))
    letter = letters.get(pk=message.values["letter"])
    draft = draft_of(letter.frozen, digest=letter.digest, pdf=again(letter.pdf).pdf)
    # The signer's own address by their consent alone, as it is now; ours, which knows the letter, otherwise.
    theirs = draft.reply_to if letter.may_reply else ""
    return replace(draft, reply_to=theirs or reply_address(message.pk))


def may_leave(messages: Sequence[Message], now: datetime) -> Mapping[int, str | Hold]:
    """Promise 1 once more, just before sending, and that what leaves is what was frozen."""
    return checked(messages, now).reasons


def ahead(messages: Sequence[Message], now: datetime) -> Ahead | None:
    """The same for all that were claimed together. Where rows have no versions every letter is asked about as it leaves."""
    return mail_ahead.ahead(_KIND, messages, now) if is_postgresql() else None


_KIND = Kind(name=KIND, stream=Stream.LETTER, compose=compose, may_leave=may_leave, ahead=ahead)
