"""What a person decides about a signature that waits for one: pass it, or refuse it with a reason that the signer reads.

Two kinds wait. A confirmed one counts already, and only its letter waits, because of what the signer wrote. A pending
one came in a flood and from a browser that did not calculate: it gets its mail when a person has passed it.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from appeals import signing
from appeals.models import Signature
from kit.refusals import Refused, reason_of
from kit.wake import wake
from outbox import queueing
from trail.recording import recorded

REFUSED = "words_refused"
TOLD_WITHIN = timedelta(days=7)
Moderation = Signature.Moderation
State = Signature.State


def waiting() -> QuerySet[Signature]:
    """The queue, the oldest first."""
    return Signature.objects.filter(
        moderation=Moderation.WAITING, state__in=[State.PENDING, State.CONFIRMED]
    ).order_by("created_at", "pk")


@recorded
@transaction.atomic
def pass_on(*, signature: Signature, by: Any, now: datetime, seen: str | None = None) -> None:
    """Let the letter go on, or send the mail that waited. `seen`: the digest of the letter that the person has read."""
    _decide(signature, seen, moderation=Moderation.PASSED, moderated_by=by, moderated_at=now)
    if signature.state == State.CONFIRMED:
        wake("letters.freeze")
    elif not signing.mail_again(signature=signature, now=now):
        raise Refused("This mailbox has had its mails for today. Pass it tomorrow.")


@recorded
@transaction.atomic
def refuse(*, signature: Signature, reason: str, by: Any, now: datetime, seen: str | None = None) -> None:
    """The letter is not made. A pending signature gets no mail; who has confirmed is told, and reads the reason on their page.

    It never leaves without the words by itself: that would be another letter than they agreed to.
    """
    said = reason_of(reason, ask="Say why: the signer reads it.")
    _decide(
        signature,
        seen,
        moderation=Moderation.REFUSED,
        moderated_by=by,
        moderated_at=now,
        refused_because=said,
    )
    if signature.state == State.CONFIRMED and signature.supporter:
        queueing.enqueue(
            kind=REFUSED,
            key=f"{REFUSED}:{signature.pk}:{signature.reference}",  # once for each wording
            to=signature.supporter.email,
            values={"signature": signature.pk, "reference": signature.reference},
            expires_at=now + TOLD_WITHIN,
            now=now,
        )


def _decide(signature: Signature, seen: str | None, **columns: object) -> None:
    """A guarded update: what another person decided, or the signer changed meanwhile, wins."""
    as_it_was = signature.agreed_digest if seen is None else seen
    if (
        not waiting()
        .filter(pk=signature.pk, state=signature.state, agreed_digest=as_it_was)
        .update(**columns)
    ):
        raise Refused("Somebody has decided about this, or the signer has changed it. Look at it again.")
