"""Key in a line of a signature sheet. The hand on paper stands in for the mailbox: the signature counts at once, apart from
those confirmed by mail, and becomes a letter like every other. No mail is sent for it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from appeals import merging, previewing
from appeals.models import Appeal, PaperSignature, Signature, Tally
from campaigns import routing, status
from kit.encryption import ring
from kit.refusals import Refused
from kit.wake import wake
from supporters import consent, identity
from supporters.models import Consent
from trail.recording import recorded


@dataclass(frozen=True)
class Line:
    """What stands on the sheet. The address counts only with the box ticked; `language` is the sheet's."""

    name: str
    country: str
    language: str
    town: str = ""
    postal: str = ""
    email: str = ""
    wants_updates: bool = False
    sheet: str = ""


def alike(*, appeal: Appeal, name: str, town: str) -> PaperSignature | None:
    """The newest line on paper with this name and town, however it is spaced and in capitals or not. One query."""
    on_paper = PaperSignature.objects.filter(appeal=appeal, method=Signature.Method.PAPER)
    return (
        on_paper.filter(line_index=_index(name, town), state=Signature.State.CONFIRMED)
        .select_related("keyed_by")
        .order_by("-pk")
        .first()
    )


@recorded
@transaction.atomic
def key_in(*, appeal: Appeal, line: Line, by: Any, now: datetime) -> Signature:
    """Keep the line as a confirmed signature with its frozen letter. Refused where nobody could sign, or an address has."""
    check(appeal=appeal, line=line, now=now)
    supporter = identity.keep(email=line.email, language=line.language, now=now) if line.email else None
    signature = Signature(
        appeal=appeal,
        supporter=supporter,
        state=Signature.State.CONFIRMED,
        method=Signature.Method.PAPER,
        keyed_by=by,
        sheet=line.sheet,
        line_index=_index(line.name, line.town),
        name=line.name,
        town=line.town,
        postal=line.postal,
        country=line.country,
        language=line.language,
        wants_updates=supporter is not None,
        created_at=now,
        confirmed_at=now,
        cooling_until=now + timedelta(seconds=settings.OUTCRY_COOLING_SECONDS),
    )
    letter = previewing.for_signature(
        signature=signature, reference=merging.new_reference(), salt=merging.new_salt(), day=now.date()
    )
    if letter is None:
        raise Refused("No text of this appeal is approved as it stands.", field="appeal")
    signature.reference = letter.agreed["reference"]
    signature.target = letter.route.target
    signature.email_contact = letter.route.email
    signature.post_contact = letter.route.post
    signature.letter_language = letter.agreed["language"]
    signature.agreed = letter.agreed
    signature.agreed_digest = merging.digest(letter.agreed)
    signature.save(force_insert=True)
    Tally.objects.filter(appeal=appeal).update(on_paper=F("on_paper") + 1)
    if supporter:
        purposes = [Consent.Purpose.UPDATES]
        consent.ask(supporter=supporter, purposes=purposes, language=line.language, now=now)
        consent.give(supporter=supporter, purposes=purposes, now=now)  # the ticked box is on the sheet
    wake("letters.freeze")
    return signature


def check(*, appeal: Appeal, line: Line, now: datetime) -> None:
    """Raise Refused, with the field, for what must not be keyed in."""
    if not appeal.takes_signatures(now):
        raise Refused("This appeal takes no signatures now.", field="appeal")
    if status.held_because(appeal.case):
        raise Refused("The case is on hold: no letter may leave, and none is begun.", field="appeal")
    if not routing.route(country=line.country, represents=appeal.represents, fallback=appeal.fallback):
        raise Refused("There is no office for this country to write to yet.", field="country")
    if appeal.asks_postal_address and not line.postal:
        raise Refused(
            "The office asks for the sender's address: without it the letter is not sent.", field="postal"
        )
    if line.email and not line.wants_updates:
        raise Refused("Without the tick the address must not be kept: leave it out.", field="email")
    if line.email and _has_signed(appeal, line.email):
        raise Refused(
            "Somebody with this address has signed already. If it is another person, leave the address out.",
            field="email",
        )


def _has_signed(appeal: Appeal, email: str) -> bool:
    index = ring().index(identity.normal(email), purpose="supporter")
    return Signature.objects.filter(appeal=appeal, supporter__email_index=index).exists()


def _index(name: str, town: str) -> str:
    flat = "\n".join(" ".join(words.split()).casefold() for words in (name, town))
    return ring().index(flat, purpose="line on paper")
