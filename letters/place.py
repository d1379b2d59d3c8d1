"""Where a signer's letter stands: what it waits for, how many leave before it, and when its turn is likely to come."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast

from django.db.models import Count, F, Q, QuerySet, Subquery
from django.utils import timezone

from appeals.models import Signature
from campaigns.models import Target
from letters.fairness import position
from letters.forecasting import WAITING
from letters.models import Dispatch, Letter
from letters.pacing import cursor_of, rhythm_of
from letters.rhythm import Cursor, last_turn
from letters.states import State

READING, REFUSED = "reading", "refused"
PARKED, STOPPED = "parked", "stopped"
POSTED = "posted"  # on paper, and no mail brings it
# What the dispatch was changed to, because the office's mailbox does not bear single letters.
ON_PAPER, TOGETHER = "on_paper", "together"
QUEUED, LEAVING, ACCEPTED = "queued", "leaving", "accepted"


@dataclass(frozen=True)
class Place:
    """`ahead` letters leave before this one; `at` is when it is due, or when the office's mail server took it.

    `posted_at`: its paper was posted then, whatever has become of the mail.
    """

    stage: str
    ahead: int = 0
    at: datetime | None = None
    posted_at: datetime | None = None

    @property
    def posted_on(self) -> date | None:
        return timezone.localdate(self.posted_at) if self.posted_at else None


def place(signature: Signature, *, now: datetime) -> Place:
    """For a confirmed signature. At most four queries, by indexes of what has not left."""
    if signature.moderation == Signature.Moderation.WAITING:
        return Place(READING)
    if signature.moderation == Signature.Moderation.REFUSED:
        return Place(REFUSED)
    run = Dispatch.objects.filter(appeal=signature.appeal_id, target=signature.target_id)
    letter = (
        Letter.objects.filter(signature=signature, reference=signature.reference)
        .defer("frozen")
        .annotate(way=Subquery(run.values("channel")[:1]))
        .first()
    )
    found = _by_mail(signature, letter, now)
    if letter is None or letter.posted_at is None:
        return found
    stage = POSTED if found.stage in {PARKED, STOPPED, ON_PAPER} else found.stage
    return replace(found, stage=stage, posted_at=letter.posted_at)


def _by_mail(signature: Signature, letter: Letter | None, now: datetime) -> Place:
    if (other := _another_way(letter)) is not None:
        return other
    match letter.state if letter else State.FROZEN:
        case State.ACCEPTED:
            return Place(ACCEPTED, at=letter.accepted_at if letter else None)
        case State.PARKED:
            return Place(PARKED)
        case State.HELD | State.CANCELLED:
            return Place(STOPPED)
    if letter is None and signature.email_contact_id is None:
        return Place(PARKED)
    return _in_the_queue(signature, letter, now)


def _another_way(letter: Any) -> Place | None:
    """Where the dispatch was changed: what its signers are told instead of a turn that does not come."""
    if letter is None:
        return None
    if letter.state == State.COLLECTED:
        return Place(TOGETHER)
    if letter.state in {State.FROZEN, State.READY} and letter.way == Dispatch.Channel.COLLECTIVE:
        return Place(TOGETHER)
    if letter.state in {State.FROZEN, State.READY, State.PARKED} and letter.way == Dispatch.Channel.PAPER:
        return Place(ON_PAPER)
    return None


def _in_the_queue(signature: Signature, letter: Letter | None, now: datetime) -> Place:
    waiting = Letter.objects.filter(target=signature.target_id, state__in=WAITING)
    if letter and letter.due_at:
        ahead = waiting.filter(due_at__lt=letter.due_at).count()
        return Place(LEAVING if letter.state == State.ENQUEUED else QUEUED, ahead, letter.due_at)
    turns, queue, earlier = _queue(waiting, signature, letter)
    before = position(signature.appeal_id, earlier + 1, queue) - 1
    target = Target.objects.select_related("pace").get(pk=cast(int, signature.target_id))
    pace = getattr(target, "pace", None)
    cursor = cursor_of(pace) if pace else Cursor(now)
    begins = max(filter(None, [now, signature.cooling_until, cursor.at]))
    at = last_turn(rhythm_of(target, pace), Cursor(begins, cursor.day, cursor.given), before + 1)
    return Place(QUEUED, turns + before, at)


def _queue(
    waiting: "QuerySet[Letter]", signature: Signature, letter: Letter | None
) -> tuple[int, dict[int, int], int]:
    """How many have a turn, how many of each appeal have none, and how many of those are of this appeal and before."""
    # Turns are given in the order of signing; whoever has no letter yet comes after all that have one.
    mine = Q(due_at=None, appeal=signature.appeal_id)
    if letter:
        mine &= Q(signed_at__lt=letter.signed_at) | Q(signed_at=letter.signed_at, pk__lt=letter.pk)
    turns, earlier, queue = 0, 0, {}
    served = F("appeal__dispatches__served_at").asc(nulls_first=True)
    for appeal, has_turn, has_none, is_before in (
        waiting.filter(appeal__dispatches__target=signature.target_id)
        .order_by(served, "appeal__dispatches__pk")
        .values("appeal", "appeal__dispatches__served_at", "appeal__dispatches__pk")
        .annotate(
            turns=Count("pk", filter=Q(due_at__isnull=False)),
            none=Count("pk", filter=Q(due_at=None)),
            before=Count("pk", filter=mine),
        )
        .values_list("appeal", "turns", "none", "before")
    ):
        turns, earlier = turns + has_turn, earlier + is_before
        queue[appeal] = has_none
    return turns, queue, earlier
