"""Give ready letters their turn: the pace of a target is kept over all campaigns, first confirmed first.

Two schedulers at once never give one turn twice: whoever moves the target's `next_at` from the value
it read has the turns in between; the other one changes no row and leaves it to the next tick.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Case, DateTimeField, Value, When

from letters.models import Letter, Pace
from letters.pacing import gap
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
    first, step = max(now, pace.next_at), gap(pace.target)
    moved = Pace.objects.filter(pk=pace.pk, next_at=pace.next_at).update(next_at=first + len(waiting) * step)
    if not moved or not waiting:
        return 0
    turns = [When(pk=pk, then=Value(first + number * step)) for number, pk in enumerate(waiting)]
    return Letter.objects.filter(pk__in=waiting, state=State.READY, due_at=None).update(
        due_at=Case(*turns, output_field=DateTimeField())
    )
