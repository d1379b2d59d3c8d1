"""Promise 1 on paper: the reasons why a letter may not be put on paper, or its paper not be posted, now.

A paper letter leaves too. So every reason of letters/leaving.py stands, except those about the email address; instead the
office needs a working postal address, the very one that stands in the letter. What a person has held, in this room or
in the outbox, waits for that person here as well.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from campaigns.models import Contact, Target
from campaigns.states import TargetStatus
from letters.leaving import EMAIL_CHANGED, why_untrue
from letters.models import Letter
from letters.runs import PAPER_ONLY
from letters.states import State
from outbox.models import Message

NO_POSTAL_ADDRESS = "No postal address of this office was known when the letter was signed."


def why_not_on_paper(letters: Sequence[Letter], now: datetime) -> dict[int, str]:
    """Return {letter.pk: reason}. A constant number of queries; `letters` come with their messages."""
    untrue = why_untrue(letters, now)
    targets = Target.objects.only("status", "host_country").in_bulk({letter.target_id for letter in letters})
    addresses: dict[int, list[Contact]] = defaultdict(list)
    for contact in Contact.objects.usable().filter(target__in=targets, channel=Contact.Channel.POST):
        addresses[contact.target_id].append(contact)
    found = {}
    for letter in letters:
        stop = untrue.get(letter.pk)
        reason = (
            _about_a_person(letter)
            or (stop.reason if stop else "")
            or _about_the_address(letter, targets[letter.target_id], addresses[letter.target_id])
        )
        if reason:
            found[letter.pk] = reason
    return found


def _about_a_person(letter: Letter) -> str:
    """What somebody has stopped; the house itself parks and holds letters for their email address alone."""
    if letter.state == State.CANCELLED or (letter.state == State.HELD and letter.reason != EMAIL_CHANGED):
        return letter.reason
    message = letter.message
    is_held = letter.state == State.ENQUEUED and message and message.state == Message.State.HELD
    if is_held and message and message.reason == PAPER_ONLY:
        return ""  # its dispatch goes by paper: that is why
    if is_held and message:
        return f"Its message is held in the outbox: {message.reason}"[:300]
    if letter.state == State.ENQUEUED and message and message.state == Message.State.CANCELLED:
        return f"Its message was cancelled: {message.reason}"[:300]
    return ""


def _about_the_address(letter: Letter, target: Target, usable: list[Contact]) -> str:
    agreed = letter.frozen["recipient"]
    if target.status != TargetStatus.OPEN:
        return "The office is closed or suspended."
    if not agreed["address_lines"]:
        return NO_POSTAL_ADDRESS
    if not usable:
        return "The office has no verified, working postal address."
    if agreed["country"] != target.host_country or not any(_is_the(agreed, contact) for contact in usable):
        return "The office's postal address was changed after the letter was signed."
    return ""


def _is_the(agreed: dict[str, Any], contact: Contact) -> bool:
    """As appeals/merging.py writes an address into a letter."""
    lines = [line for line in contact.address_lines.splitlines() if line.strip()]
    known = (lines, contact.postcode, contact.city)
    return known == (agreed["address_lines"], agreed["postcode"], agreed["city"])
