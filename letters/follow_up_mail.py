"""The email of a follow-up: the letter as it was agreed to, under one sentence of ours that says when it was first sent."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from kit.clocks import wall
from kit.zones import zone_of
from letters.answered_letters import answered
from letters.climbing import ANSWERED, CAME_BACK
from letters.composing import draft_of
from letters.following_up import KIND
from letters.leaving import hold_ref, why_not
from letters.models import FollowUp, Letter
from letters.paper import again, damaged
from letters.runs import why_not_running
from letters.words import once_more
from outbox.kinds import Draft, Hold, Kind, register
from outbox.models import Message
from outbox.return_addresses import reply_address
from outbox.states import Stream

GONE = "The follow-up is gone, or not needed any more."


def register_kind() -> None:
    register(Kind(name=KIND, stream=Stream.LETTER, compose=compose, may_leave=may_leave))


def compose(message: Message) -> Draft:
    one = FollowUp.objects.select_related("letter__pdf", "letter__signature", "target").get(
        pk=message.values["follow_up"]
    )
    letter, target = one.letter, one.target
    assert letter.accepted_at is not None  # noqa: S101 -- a constraint of accepted letters, and may_leave asks
    day = wall(letter.accepted_at, zone_of(target.host_country, target.city)).date()
    note = once_more(letter.language, day)
    draft = draft_of(letter.frozen, digest=letter.digest, pdf=again(letter.pdf).pdf, note=note)
    theirs = draft.reply_to if letter.signature.may_reply else ""
    return replace(draft, reply_to=theirs or reply_address(message.pk))


def may_leave(messages: Sequence[Message], now: datetime) -> Mapping[int, str | Hold]:
    """Everything that a first letter is asked (letters/mail.py), and whether there still is a reason to send it again."""
    wanted = {message.pk: message.values["follow_up"] for message in messages}
    rows = FollowUp.objects.filter(state=FollowUp.State.OPEN).select_related("letter__contact")
    follow_ups = rows.in_bulk(set(wanted.values()))
    letters = {one.letter_id: one.letter for one in follow_ups.values()}
    heard = set(answered(Letter.objects.filter(pk__in=letters)).values_list("pk", flat=True))
    stops = {
        pk: Hold(stop.reason, hold_ref(stop.held_for)) if stop.held_for else stop.reason
        for pk, stop in why_not(list(letters.values()), now).items()
    }
    reasons: dict[int, str | Hold] = {
        **why_not_running(list(letters.values())),
        **damaged(letters.values()),
        **stops,
        **dict.fromkeys(heard, ANSWERED),
        **{pk: CAME_BACK for pk, letter in letters.items() if letter.came_back_at},
    }
    found: dict[int, str | Hold] = {}
    for message in messages:
        one = follow_ups.get(wanted[message.pk])
        if one is None:
            found[message.pk] = GONE
        elif one.letter_id in reasons:
            found[message.pk] = reasons[one.letter_id]
        elif one.letter.contact is None or message.recipient != one.letter.contact.email:
            found[message.pk] = "The message is addressed to another mailbox than the letter."
    return found
