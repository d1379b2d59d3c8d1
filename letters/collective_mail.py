"""The email that brings many letters: the text they share, how many there are, and the annex of who signed."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from appeals import display
from campaigns.models import Contact
from campaigns.states import TargetStatus
from kit.languages import direction
from letters import collective_pdf
from letters.collecting import KIND, NOBODY_LEFT, take_out_untrue
from letters.handover_front import CannotBePrinted
from letters.models import CollectiveLetter, Dispatch, Letter
from letters.pressing import PressMissing, PressRefused
from letters.runs import why_no_collective
from letters.states import State
from letters.words import together
from outbox.kinds import Attachment, Draft, Hold, Kind, register
from outbox.models import Message
from outbox.return_addresses import reply_address
from outbox.states import Stream

logger = logging.getLogger("letters")
LISTED = 500  # names in the mail itself; mail programs cut off what is longer. More go into a PDF beside it
NO_ADDRESS = "The office is closed, or has no verified, working email address of this kind."


@dataclass(frozen=True)
class Annex:
    """`shown`: name and town as each chose, in the order of signing; `own_words` with the name under them, or none."""

    shown: list[tuple[str, str]]
    unnamed: int
    own_words: list[tuple[str, str]]

    @property
    def names(self) -> list[str]:
        return [display.in_one_line(*one) for one in self.shown]

    @property
    def count(self) -> int:
        return len(self.shown) + self.unnamed


def register_kind() -> None:
    register(Kind(name=KIND, stream=Stream.LETTER, compose=compose, may_leave=may_leave))


def compose(message: Message) -> Draft:
    collective = CollectiveLetter.objects.get(pk=message.values["collective"])
    text, annex = content_of(collective)
    names = annex.names
    count, listed, unnamed, own_words = together(collective.language)
    context = {
        "letter": text,
        "direction": direction(collective.language),
        "count": count.format(count=annex.count),
        "listed": listed,
        "names": names if len(names) <= LISTED else [],
        "unnamed": unnamed.format(count=annex.unnamed) if annex.unnamed else "",
        "own_words_title": own_words,
        "own_words": annex.own_words,
    }
    return Draft(
        subject=f"{text['subject']} ({annex.count})",
        text=render_to_string("letters/collective.txt", context).strip() + "\n",
        html=render_to_string("letters/collective.html", context),
        language=collective.language,
        reply_to=reply_address(message.pk),
        cc=tuple(text["copies_to"]),
        attachments=() if len(names) <= LISTED else (_file(collective, text, annex, message.due_at, listed),),
    )


def content_of(collective: CollectiveLetter) -> tuple[dict[str, Any], Annex]:
    """What its letters say in common, and who signed them. Once it has left, those that left in it."""
    rows = collective.letters.filter(state__in=[State.COLLECTED, State.ACCEPTED]).select_related("signature")
    letters = list(rows.order_by("signed_at", "pk"))
    return shared([letter.frozen for letter in letters]), annex_of(letters)


def paper_of(text: Mapping[str, Any], annex: Annex, *, at: datetime) -> bytes:
    """The same as a PDF to print, with the annex behind the letter. Raises CannotBePrinted, PressMissing, PressRefused."""
    return collective_pdf.pdf_of(
        text,
        count=annex.count,
        shown=annex.shown,
        unnamed=annex.unnamed,
        own_words=annex.own_words,
        day=at.date(),
    )


def shared(agreed: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The agreed words of the first letter, less what somebody did not tick: what all of them say."""
    first = dict(agreed[0])
    for part in ("paragraphs", "ending"):
        others = [set(one[part]) for one in agreed[1:]]
        first[part] = [words for words in first[part] if all(words in other for other in others)]
    return first


def annex_of(letters: Sequence[Letter]) -> Annex:
    """By the choice that each has made for the page of the appeal; who is only counted stands in no list."""
    found, own_words, unnamed = [], [], 0
    for letter in letters:
        signer = letter.frozen["signer"]
        shown = display.shown(letter.signature.display, signer["name"], signer["town"])
        unnamed += not shown[0]
        found += [shown] if shown[0] else []
        if letter.frozen.get("own_words"):
            name = display.in_one_line(*shown) if shown[0] else ""
            own_words.append((letter.frozen["own_words"], name))
    return Annex(found, unnamed, own_words)


def may_leave(messages: Sequence[Message], now: datetime) -> Mapping[int, str | Hold]:
    """Promise 1 for each of its letters, and that office, address and dispatch are still as they were."""
    found: dict[int, str | Hold] = {}
    for message in messages:
        rows = CollectiveLetter.objects.select_related("contact__target")
        collective = rows.filter(pk=message.values["collective"]).first()
        if collective is None:
            found[message.pk] = "The collective letter is gone."
        elif stop := _why_not(collective, message, now):
            found[message.pk] = stop
    return found


def _why_not(collective: CollectiveLetter, message: Message, now: datetime) -> str | Hold | None:
    run = (
        Dispatch.objects.filter(appeal=collective.appeal_id, target=collective.target_id)
        .select_related("appeal__case__campaign")
        .first()
    )
    if run is None:
        return "The dispatch is gone."
    if stop := why_no_collective(run):
        return stop
    contact = collective.contact
    is_there = Contact.objects.usable().filter(pk=contact.pk, email=message.recipient).exists()
    if not is_there or contact.target.status != TargetStatus.OPEN:
        return NO_ADDRESS
    return None if take_out_untrue(collective, now) else NOBODY_LEFT


def _file(
    collective: CollectiveLetter, text: Mapping[str, Any], annex: Annex, at: datetime, title: str
) -> Attachment:
    """As plain text where no PDF can be made: a list without looks is better than a letter without its list."""
    try:
        return Attachment("signers.pdf", "application/pdf", paper_of(text, annex, at=at))
    except (CannotBePrinted, PressMissing, PressRefused):
        logger.exception("collective letter %s: no PDF of its annex", collective.pk)
    lines = [title, "", *(f"{number}. {name}" for number, name in enumerate(annex.names, start=1)), ""]
    return Attachment("signers.txt", "text/plain", "\n".join(lines).encode())
