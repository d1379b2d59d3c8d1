"""Release a mailing, put it into the outbox, pause it, let it go on, stop it, and see when it is finished."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from kit.refusals import Refused, reason_of
from kit.staff import who_else
from kit.wake import wake
from mailings import audience, checking, wording
from mailings.approving import locked
from mailings.leaving import FOR_GOOD, cancelled_because, mailing_paused, mailing_ref
from mailings.models import Mailing
from mailings.post import KIND, messages_of, prefix_of
from mailings.states import MOVES, State
from mailings.timing import LONGEST_SPREAD, timed
from mailings.truth import may_not_tell
from outbox import holding
from outbox.addressing import enqueue_to
from outbox.models import Message
from outbox.states import UNFINISHED
from trail.recording import recorded

UNPAUSED: dict[str, Any] = {"paused_by": None, "paused_at": None, "paused_because": ""}
APPROVED_IT = "You approved this mailing. A second person has to release it: from then on it leaves."
WENT_ON = "The mailing goes on."


@recorded
@transaction.atomic
def release(
    *,
    mailing: Mailing,
    by: AbstractBaseUser,
    now: datetime,
    starts_at: datetime | None = None,
    in_morning: bool = False,
    spread_minutes: int = 0,
) -> None:
    """Fix text and audience as they are now. Refused unless the news may be told and is approved as it stands,
    and to whoever approved it.

    Nothing leaves before `starts_at`; then at once, or when it is morning where each reader lives, over `spread_minutes`.
    """
    row = locked(mailing)
    if row.state == State.PAUSED:
        raise Refused("This mailing is paused. Let it go on instead.")
    MOVES.check(row.state, State.RELEASED, thing="mailing")
    if not 0 <= spread_minutes <= LONGEST_SPREAD:
        raise Refused(f"A mailing is spread over {LONGEST_SPREAD} minutes at most.")
    if row.approved_by_id == by.pk:
        raise Refused(f"{APPROVED_IT} {who_else('mailings.release_mailing', but=by)}")
    if reason := may_not_tell([row]).get(row.pk):
        raise Refused(reason)
    texts = checking.texts_of(row)
    if row.digest != wording.digest(row, texts):
        raise Refused(
            "The text or the news is not what was approved. Send it back, and have it approved again."
        )
    if not audience.reached(row, at=now).exists():
        raise Refused("It would reach nobody: nobody who acted on this case asked to be told.")
    if stop := next((one for one in checking.of_texts(row, texts) if one.stops), None):
        raise Refused(f"{stop.what} {stop.do}")
    Mailing.objects.filter(pk=row.pk).update(
        state=State.RELEASED,
        released_by=by,
        released_at=now,
        starts_at=starts_at if starts_at and starts_at > now else None,
        in_morning=in_morning,
        spread_minutes=spread_minutes,
    )
    wake("mailings.see_off")


@recorded
@transaction.atomic
def pause(*, mailing: Mailing, reason: str, by: AbstractBaseUser, now: datetime) -> int:
    """Return how many messages that were due are held; later ones are when their turn comes. What has begun to leave leaves."""
    said = reason_of(reason, most=200)
    row = locked(mailing)
    MOVES.check(row.state, State.PAUSED, thing="mailing")
    Mailing.objects.filter(pk=row.pk).update(
        state=State.PAUSED, paused_by=by, paused_at=now, paused_because=said
    )
    due = messages_of(row).filter(due_at__lte=now)
    return holding.hold(due, reason=mailing_paused(said), by=by, now=now, ref=mailing_ref(row.pk))


@recorded
@transaction.atomic
def resume(*, mailing: Mailing, by: AbstractBaseUser, now: datetime) -> int:
    """Return how many messages go on. Each leaves once: what is sent is sent, whatever was held is queued again."""
    row = locked(mailing)
    if row.state != State.PAUSED:
        raise Refused("This mailing is not paused.")
    Mailing.objects.filter(pk=row.pk).update(state=State.RELEASED, **UNPAUSED)
    wake("mailings.see_off")
    return holding.release_held_for(mailing_ref(row.pk), by=by, reason=WENT_ON, now=now)


@recorded
@transaction.atomic
def cancel(*, mailing: Mailing, reason: str, by: AbstractBaseUser, now: datetime) -> int:
    """Cancel for good; return how many messages had been waiting to leave."""
    said = reason_of(reason)
    row = locked(mailing)
    MOVES.check(row.state, State.CANCELLED, thing="mailing")
    Mailing.objects.filter(pk=row.pk).update(
        state=State.CANCELLED, cancelled_by=by, cancelled_at=now, cancelled_because=said, **UNPAUSED
    )
    return holding.cancel_all(messages_of(row), reason=cancelled_because(said), by=by, now=now)


def see_off(*, now: datetime) -> None:
    """What workers do for released mailings; run on a ring and by every tick, harmless twice."""
    for mailing in Mailing.objects.filter(state=State.RELEASED, enqueued_at=None):
        enqueue(mailing=mailing, now=now)
    free_forgotten(now=now)
    drop_unwanted(now=now)
    finish(now=now)


@transaction.atomic
def enqueue(*, mailing: Mailing, now: datetime) -> int:
    """Put one message for each of its people into the outbox; return how many. Four statements, however many."""
    row = locked(mailing)
    if row.state != State.RELEASED or row.enqueued_at is not None or row.released_at is None:
        return 0  # another worker, or somebody who has cancelled it, was first
    start = max(row.starts_at or now, now)
    languages = list(row.texts.order_by("pk").values_list("language", flat=True))
    count = enqueue_to(
        timed(audience.readers(row, languages, at=row.released_at), row, start=start),
        kind=KIND,
        prefix=prefix_of(row.pk),
        values_by={language: {"mailing": row.pk, "language": language} for language in languages},
        subject_ref=f"mailing {row.pk}",
        now=now,
        due_at=start,
    )
    Mailing.objects.filter(pk=row.pk).update(enqueued_at=now, addressed=count)
    return count


def free_forgotten(*, now: datetime) -> int:
    """Queue again what a worker held for a pause that ended while it was doing so. One statement when there is none."""
    numbers = holding.held_for(mailing_ref(""), streams=[Message.Stream.MAILING])
    on_their_way = Mailing.objects.filter(pk__in=numbers, state=State.RELEASED).values_list("pk", flat=True)
    return sum(
        holding.release_held_for(mailing_ref(pk), by=None, reason=WENT_ON, now=now) for pk in on_their_way
    )


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
