"""Release a mailing, put it into the outbox, stop it, and see when it is finished."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from kit.refusals import Refused, reason_of
from kit.wake import wake
from mailings import audience, wording
from mailings.approving import locked
from mailings.leaving import FOR_GOOD, cancelled_because
from mailings.models import Mailing
from mailings.post import KIND, messages_of, prefix_of
from mailings.states import MOVES, State
from mailings.truth import may_not_tell
from outbox import holding
from outbox.addressing import enqueue_to
from outbox.models import Message
from outbox.states import UNFINISHED
from trail.recording import recorded


@recorded
@transaction.atomic
def release(*, mailing: Mailing, by: AbstractBaseUser, now: datetime) -> None:
    """Fix text and audience as they are now. Refused unless the news may be told and is approved as it stands."""
    row = locked(mailing)
    MOVES.check(row.state, State.RELEASED, thing="mailing")
    if reason := may_not_tell([row]).get(row.pk):
        raise Refused(reason)
    if row.digest != wording.digest(row):
        raise Refused(
            "The text or the news is not what was approved. Send it back, and have it approved again."
        )
    if not audience.reached(row, at=now).exists():
        raise Refused("It would reach nobody: nobody who acted on this case asked to be told.")
    Mailing.objects.filter(pk=row.pk).update(state=State.RELEASED, released_by=by, released_at=now)
    wake("mailings.see_off")


@recorded
@transaction.atomic
def cancel(*, mailing: Mailing, reason: str, by: AbstractBaseUser, now: datetime) -> int:
    """Cancel for good; return how many messages had been waiting to leave."""
    said = reason_of(reason)
    row = locked(mailing)
    MOVES.check(row.state, State.CANCELLED, thing="mailing")
    Mailing.objects.filter(pk=row.pk).update(
        state=State.CANCELLED, cancelled_by=by, cancelled_at=now, cancelled_because=said
    )
    return holding.cancel_all(messages_of(row), reason=cancelled_because(said), by=by, now=now)


def see_off(*, now: datetime) -> None:
    """What workers do for released mailings; run on a ring and by every tick, harmless twice."""
    for mailing in Mailing.objects.filter(state=State.RELEASED, enqueued_at=None):
        enqueue(mailing=mailing, now=now)
    drop_unwanted(now=now)
    finish(now=now)


@transaction.atomic
def enqueue(*, mailing: Mailing, now: datetime) -> int:
    """Put one message for each of its people into the outbox; return how many. One statement for each language."""
    row = locked(mailing)
    if row.state != State.RELEASED or row.enqueued_at is not None or row.released_at is None:
        return 0  # another worker, or somebody who has cancelled it, was first
    count = sum(
        enqueue_to(
            people,
            kind=KIND,
            prefix=prefix_of(row.pk),
            values={"mailing": row.pk, "language": language},
            subject_ref=f"mailing {row.pk}",
            now=now,
        )
        for language, people in audience.readers(row, at=row.released_at).items()
    )
    Mailing.objects.filter(pk=row.pk).update(enqueued_at=now, addressed=count)
    return count


def drop_unwanted(*, now: datetime) -> int:
    """Cancel what was held at the last moment for a reason that nobody has to look into. One statement."""
    held = Message.objects.filter(stream=Message.Stream.MAILING, state=Message.State.HELD, kind=KIND)
    return sum(
        holding.cancel_all(held.filter(reason=reason, decided_by=None), reason=reason, by=None, now=now)
        for reason in FOR_GOOD
    )


def finish(*, now: datetime) -> int:
    """Close the mailings of which no message waits any more; return how many. Three statements at most for each that is out."""
    out = Mailing.objects.filter(state=State.RELEASED, enqueued_at__isnull=False)
    done = [one.pk for one in out if not _waits(one)]
    return Mailing.objects.filter(pk__in=done, state=State.RELEASED).update(
        state=State.FINISHED, finished_at=now
    )


def _waits(mailing: Mailing) -> bool:
    # State by state, each of which has an index of its own; with any of them all messages would be gone through.
    return any(messages_of(mailing).filter(state=state).exists() for state in UNFINISHED)
