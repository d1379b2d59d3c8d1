"""When the last letter leaves, at the pace of its target. Three queries, however many targets are asked about."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Max, Q

from campaigns.models import Target
from letters.models import Dispatch, Letter, Pace
from letters.pacing import gap
from letters.states import State

WAITING = (State.FROZEN, State.READY, State.ENQUEUED)
Key = tuple[int, int | None]


def forecasts(*, targets: Collection[int], now: datetime) -> dict[Key, datetime]:
    """Return {(target id, appeal id or None for all appeals): when its last letter leaves}; where none waits, nothing.

    Letters that have no turn yet are counted behind all that have one. Held and parked ones are not counted.
    """
    rows = (
        Letter.objects.filter(target__in=targets, state__in=WAITING)
        .order_by()
        .values_list("target", "appeal")
        .annotate(last=Max("due_at"), turnless=Count("pk", filter=Q(due_at=None)))
    )
    free = dict(Pace.objects.filter(target__in=targets).values_list("target", "next_at"))
    gaps = {target.pk: gap(target) for target in Target.objects.filter(pk__in=targets)}
    turnless: Counter[int] = Counter()
    for target, _appeal, _last, count in rows:
        turnless[target] += count
    found: dict[Key, datetime] = {}
    for target, appeal, last, count in rows:
        if count:
            last = max(now, free.get(target, now)) + (turnless[target] - 1) * gaps[target]
        for key in ((target, appeal), (target, None)):
            found[key] = max(last, found.get(key, last))
    return found


def in_time(dispatch: Dispatch, last: datetime | None) -> bool:
    return last is None or dispatch.ends_at is None or last < dispatch.ends_at
