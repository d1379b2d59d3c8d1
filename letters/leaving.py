"""Promise 1: the reasons why a letter may not leave now. Asked when it is enqueued and again when it is sent.

For any number of letters in a constant number of queries. Whether the mailbox is suppressed is asked by the outbox.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from appeals import truth
from appeals.merging import digest
from appeals.models import Appeal, Signature
from campaigns.models import Contact
from campaigns.states import TargetStatus
from campaigns.status import Hold, holds_on
from letters.models import Letter, LetterPdf
from letters.states import State


@dataclass(frozen=True)
class Stop:
    """`state`: what the letter becomes. Held waits for a person, parked for an address, cancelled is for good.

    `held_for`: the status record whose news holds it; when a person lifts that, the letter goes on by itself.
    """

    state: str
    reason: str
    held_for: int | None = None


HOLD_REF = "status:"
# Why a letter is cancelled for good, here and where it is stopped before its turn (letters/withdrawing.py).
WITHDRAWN = "The signature was withdrawn."
INVALID = "The signature no longer counts."
CHANGED = "The signer has changed the letter, or signed anew."
ERASED = "What was kept about its signer was erased."
# Why a letter is held that paper may still bring (letters/on_paper.py).
EMAIL_CHANGED = "The office's email address was changed after the letter was signed."


def hold_ref(record: int) -> str:
    """What a message says that it is held for; the outbox knows no status records."""
    return f"{HOLD_REF}{record}"


def why_not(letters: Sequence[Letter], now: datetime) -> dict[int, Stop]:
    """Return {letter.pk: Stop} for those that may not leave by mail. The letters' own rows are taken as they are."""
    found = why_untrue(letters, now)
    contacts = {
        contact.pk: contact
        for contact in Contact.objects.usable()
        .filter(pk__in={letter.contact_id for letter in letters}, channel=Contact.Channel.EMAIL)
        .select_related("target")
    }
    printed = set(LetterPdf.objects.filter(letter__in=letters).values_list("letter_id", flat=True))
    for letter in letters:
        stop = found.get(letter.pk) or _about_the_address(letter, contacts.get(letter.contact_id or 0))
        if stop is None and letter.pk not in printed:
            stop = Stop(State.HELD, "The letter has no PDF.")
        if stop is not None:
            found[letter.pk] = stop
    return found


def why_untrue(letters: Sequence[Letter], now: datetime) -> dict[int, Stop]:
    """The same without what is about the mail: the reasons that also keep a letter from being put on paper."""
    signatures = Signature.objects.only(
        "state", "cooling_until", "agreed_digest", "reference", "moderation"
    ).in_bulk({letter.signature_id for letter in letters})
    untrue = truth.may_not_act({letter.appeal_id for letter in letters}, now)
    held = _on_hold({appeal for appeal, reasons in untrue.items() if "*" in reasons})
    stops = {
        letter.pk: _about_the_signature(letter, signatures[letter.signature_id], now)
        or _about_the_news(held.get(letter.appeal_id))
        or _about_the_text(letter, untrue.get(letter.appeal_id, {}))
        for letter in letters
    }
    return {pk: stop for pk, stop in stops.items() if stop}


def _about_the_signature(letter: Letter, signature: Signature, now: datetime) -> Stop | None:
    if signature.state == Signature.State.WITHDRAWN:
        return Stop(State.CANCELLED, WITHDRAWN)
    if signature.state != Signature.State.CONFIRMED:
        return Stop(State.CANCELLED, INVALID)
    if signature.reference != letter.reference:
        return Stop(State.CANCELLED, CHANGED)
    if not letter.frozen:
        return Stop(State.CANCELLED, ERASED)
    if not signature.may_be_read:
        return Stop(State.HELD, "A person has to read the signer's own words first.")
    if signature.cooling_until is None or signature.cooling_until > now:
        return Stop(State.HELD, "The signer may still take the signature back.")
    if not letter.digest == signature.agreed_digest == digest(letter.frozen):
        return Stop(State.HELD, "The letter is not the one that was agreed to: its digest differs.")
    return None


def _on_hold(appeals: set[int]) -> dict[int, Hold]:
    """{appeal id: its case's hold}. Two queries, or none: an appeal on hold is among those that may not act."""
    cases = dict(Appeal.objects.filter(pk__in=appeals).values_list("pk", "case")) if appeals else {}
    holds = holds_on(set(cases.values())) if cases else {}
    return {appeal: holds[case] for appeal, case in cases.items() if case in holds}


def _about_the_news(hold: Hold | None) -> Stop | None:
    return Stop(State.HELD, hold.reason[:300], hold.record) if hold else None


def _about_the_text(letter: Letter, untrue: dict[str, str]) -> Stop | None:
    reason = untrue.get("*") or untrue.get(letter.language)
    return Stop(State.HELD, reason[:300]) if reason else None


def _about_the_address(letter: Letter, contact: Contact | None) -> Stop | None:
    if contact is None:
        return Stop(State.PARKED, "The office has no verified, working email address.")
    if contact.target_id != letter.target_id or contact.target.status != TargetStatus.OPEN:
        return Stop(State.PARKED, "The office is closed or suspended, or the address is another office's.")
    agreed = letter.frozen["recipient"]["email"]
    if agreed and agreed != contact.email:
        return Stop(State.HELD, EMAIL_CHANGED)
    return None
