"""Forget by schedule: every night, whatever the register says is over (kit/personal.py).

planned(now=…)      what would be forgotten now, without touching it
forget(now=…)       do it; a run that ends in the middle leaves the rest to the next
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from kit.personal import Declared, Kept, register
from rights.emptying import forget_over, over
from rights.models import RetentionRun

NIGHT = 3


@dataclass(frozen=True)
class Line:
    what: str  # room.Model
    columns: str
    rows: int


def planned(*, now: datetime) -> list[Line]:
    """One query for each entry of the register that has a term; those with nothing to forget say 0."""
    return [
        Line(one.model._meta.label, kept.columns, over(kept, now).order_by().count())
        for one, kept in _with_a_term()
    ]


def forget(*, now: datetime, clock: Callable[[], datetime]) -> RetentionRun:
    """Commit after some hundred rows, so that nobody waits for a night's work and nothing is done twice."""
    run = RetentionRun.objects.create(began_at=now)
    for one, kept in _with_a_term():
        for rows in forget_over(one, kept, now=now):
            of_model = run.removed.setdefault(one.model._meta.label, {})
            of_model[kept.columns] = of_model.get(kept.columns, 0) + rows
            run.save(update_fields=["removed"])
    run.ended_at = clock()
    run.save(update_fields=["ended_at"])
    return run


def is_due(*, now: datetime) -> bool:
    """Once a night, from three o'clock on by OUTCRY_TIME_ZONE; a run that did not come to its end is taken up again."""
    night = timezone.localtime(now)
    since = night.replace(hour=NIGHT, minute=0, second=0, microsecond=0)
    return (
        night >= since
        and not RetentionRun.objects.filter(began_at__gte=since, ended_at__isnull=False).exists()
    )


def _with_a_term() -> Iterator[tuple[Declared, Kept]]:
    for one in register():
        for kept in one.kept:
            if kept.over is not None:
                yield one, kept
