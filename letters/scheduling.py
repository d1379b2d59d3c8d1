"""Give ready letters their turn: the pace of a target is kept over all campaigns, first confirmed first.

Two schedulers at once never give one turn twice: whoever moves the target's `next_at` from the value
it read has the turns in between; the other one changes no row and leaves it to the next tick.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Case, DateTimeField, Max, Value, When

from appeals.models import Appeal
from campaigns.models import Target
from letters.models import Dispatch, Letter, Pace
from letters.states import State

MOST_AT_ONCE = 300  # turns given in one transaction


def schedule(*, now: datetime) -> int:
    """Return how many letters got their turn."""
    targets = list(
        Letter.objects.to_schedule(now).order_by("target").values_list("target", flat=True).distinct()
    )
    Pace.objects.bulk_create([Pace(target_id=pk, next_at=now) for pk in targets], ignore_conflicts=True)
    return sum(_schedule_target(pk, now) for pk in targets)


@transaction.atomic
def _schedule_target(target: int, now: datetime) -> int:
    # The pace is read before the letters: whoever reads it after a rival's commit also sees the rival's turns.
    pace = Pace.objects.select_related("target").get(target=target)
    waiting = list(
        Letter.objects.to_schedule(now)
        .filter(target=target)
        .order_by("signature__confirmed_at", "pk")
        .values_list("pk", flat=True)[:MOST_AT_ONCE]
    )
    first = max(now, pace.next_at)
    moved = Pace.objects.filter(pk=pace.pk, next_at=pace.next_at).update(
        next_at=first + len(waiting) * pace.gap
    )
    if not moved or not waiting:
        return 0
    turns = [When(pk=pk, then=Value(first + number * pace.gap)) for number, pk in enumerate(waiting)]
    return Letter.objects.filter(pk__in=waiting, state=State.READY, due_at=None).update(
        due_at=Case(*turns, output_field=DateTimeField())
    )


def forecast(*, target: Target, now: datetime, appeal: Appeal | None = None) -> datetime | None:
    """When the last letter to `target` leaves (of `appeal`, if given), at its pace; None when none waits.

    Letters that have no turn yet are counted behind those that have one.
    """
    waiting = Letter.objects.filter(target=target, state__in=[State.FROZEN, State.READY, State.ENQUEUED])
    if appeal is not None:
        waiting = waiting.filter(appeal=appeal)
    last = waiting.aggregate(last=Max("due_at"))["last"]
    unscheduled = Letter.objects.filter(
        target=target, state__in=[State.FROZEN, State.READY], due_at=None
    ).count()
    if not unscheduled or not waiting.filter(due_at=None).exists():
        return last
    pace = Pace.objects.select_related("target").filter(target=target).first() or Pace(
        target=target, next_at=now
    )
    return max(now, pace.next_at) + (unscheduled - 1) * pace.gap


def forecast_of(dispatch: Dispatch, *, now: datetime) -> tuple[datetime | None, bool]:
    """Return when the last letter of a dispatch leaves, and whether that is in time."""
    last = forecast(target=dispatch.target, appeal=dispatch.appeal, now=now)
    return last, last is None or dispatch.ends_at is None or last < dispatch.ends_at
