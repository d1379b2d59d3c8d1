"""The email that brings a letter to an office: the letter as text, and its PDF."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import F

from letters.composing import draft_of
from letters.dispatching import KIND
from letters.leaving import hold_ref, why_not
from letters.models import Letter
from letters.paper import again, damaged
from letters.runs import why_not_running
from outbox.kinds import Draft, Hold, Kind, register
from outbox.models import Message
from outbox.return_addresses import reply_address
from outbox.states import Stream


def register_kind() -> None:
    register(Kind(name=KIND, stream=Stream.LETTER, compose=compose, may_leave=may_leave))


def compose(message: Message) -> Draft:
    letters = Letter.objects.select_related("pdf").annotate(may_reply=F("signature__may_reply"))
    letter = letters.get(pk=message.values["letter"])
    draft = draft_of(letter.frozen, digest=letter.digest, pdf=again(letter.pdf).pdf)
    # The signer's own address by their consent alone, as it is now; ours, which knows the letter, otherwise.
    theirs = draft.reply_to if letter.may_reply else ""
    return replace(draft, reply_to=theirs or reply_address(message.pk))


def may_leave(messages: Sequence[Message], now: datetime) -> Mapping[int, str | Hold]:
    """Promise 1 once more, just before sending, and that what leaves is what was frozen."""
    wanted = {message.pk: message.values["letter"] for message in messages}
    letters = Letter.objects.select_related("contact").in_bulk(set(wanted.values()))
    stops = {
        pk: Hold(stop.reason, hold_ref(stop.held_for)) if stop.held_for else stop.reason
        for pk, stop in why_not(list(letters.values()), now).items()
    }
    # What is untrue or damaged says so, also while its dispatch is stopped: going on must not send it.
    reasons: dict[int, str | Hold] = {
        **why_not_running(list(letters.values())),
        **damaged(letters.values()),
        **stops,
    }
    found: dict[int, str | Hold] = {}
    for message in messages:
        letter = letters.get(wanted[message.pk])
        if letter is None:
            found[message.pk] = "The letter is gone."
        elif letter.pk in reasons:
            found[message.pk] = reasons[letter.pk]
        elif letter.contact is None or message.recipient != letter.contact.email:
            found[message.pk] = "The message is addressed to another mailbox than the letter."
    return found
