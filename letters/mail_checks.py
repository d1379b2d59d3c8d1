"""Promise 1 just before sending: which of these messages must not leave, and the letters that were looked at for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from letters.leaving import hold_ref, why_not
from letters.models import Letter
from letters.paper import DAMAGED, Made, all_again
from letters.runs import why_not_running
from outbox.kinds import Hold
from outbox.models import Message


@dataclass(frozen=True)
class Checked:
    """`letters` by their ids, `made` the PDFs of those that are whole; `reasons` by messages' ids, of those that stay."""

    letters: Mapping[int, Letter]
    made: Mapping[int, Made | None]
    reasons: Mapping[int, str | Hold]


def letter_of(message: Message) -> int:
    return int(message.values["letter"])


def checked(messages: Sequence[Message], now: datetime) -> Checked:
    """A constant number of queries for any number of letters."""
    rows = Letter.objects.select_related("contact").annotate(may_reply=F("signature__may_reply"))
    letters = rows.in_bulk({letter_of(message) for message in messages})
    every = list(letters.values())
    made = all_again(every)
    stops = {
        pk: Hold(stop.reason, hold_ref(stop.held_for)) if stop.held_for else stop.reason
        for pk, stop in why_not(every, now).items()
    }
    # What is untrue or damaged says so, also while its dispatch is stopped: going on must not send it.
    found: dict[int, str | Hold] = {
        **why_not_running(every),
        **{pk: DAMAGED for pk, one in made.items() if one is None},
        **stops,
    }
    reasons: dict[int, str | Hold] = {}
    for message in messages:
        letter = letters.get(letter_of(message))
        if letter is None:
            reasons[message.pk] = "The letter is gone."
        elif letter.pk in found:
            reasons[message.pk] = found[letter.pk]
        elif letter.contact is None or message.recipient != letter.contact.email:
            reasons[message.pk] = "The message is addressed to another mailbox than the letter."
    return Checked(letters, made, reasons)
