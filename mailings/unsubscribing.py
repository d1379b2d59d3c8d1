"""Stop updates by the link in each of them (RFC 8058). The link shows a page; the button, or the mail program's, acts."""

import hmac
from datetime import datetime

from django.db import transaction

from kit.encryption import ring
from kit.mailboxes import mailbox_index
from mailings.leaving import NO_CONSENT
from mailings.post import KIND
from outbox import holding
from outbox.models import Message
from supporters import consent
from supporters.models import Consent, Supporter

# 128 bits of a keyed hash. The link in an old mail has to work for years, so nothing is stored and nothing expires.
DIGITS = 32


def token_of(supporter_id: int) -> str:
    return f"{supporter_id}-{_proof(supporter_id)}"


def supporter_behind(token: str) -> int | None:
    """Return the id that a link was made for, also of somebody who is forgotten by now. No query: a guess costs nothing."""
    number, _dash, proof = token.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return int(number) if hmac.compare_digest(proof.encode(), _proof(int(number)).encode()) else None


@transaction.atomic
def stop_updates(*, supporter_id: int, now: datetime) -> None:
    """Withdraw the consent and cancel what waits; harmless twice, and for somebody who is forgotten."""
    supporter = Supporter.objects.filter(pk=supporter_id).first()
    if supporter is None:
        return
    consent.withdraw(supporter=supporter, purpose=Consent.Purpose.UPDATES, now=now)
    box = Message.objects.filter(kind=KIND, recipient_index=mailbox_index(supporter.email)).unfinished()
    # Somebody else of the same mailbox, with another spelling, may still want theirs.
    mine = [message.pk for message in box if message.recipient == supporter.email]
    waiting = Message.objects.filter(pk__in=mine)
    holding.cancel_all(waiting, reason=NO_CONSENT, by=None, now=now)


def _proof(supporter_id: int) -> str:
    return ring().index(str(supporter_id), purpose="stop updates")[:DIGITS]
