"""When the last letter leaves, at the pace of its target. Three queries, however many targets are asked about."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, F, Max, Q

from campaigns.models import Target
from letters.fairness import position
from letters.models import Dispatch, Letter
from letters.pacing import cursor_of, rhythm_of
from letters.rhythm import Cursor, Rhythm, last_turn
from letters.states import DispatchState, State

WAITING = (State.FROZEN, State.READY, State.ENQUEUED)
NEVER = datetime.max.replace(tzinfo=UTC)  # not within ten years
BY_MAIL = (Dispatch.Channel.EMAIL, Dispatch.Channel.BOTH)
Key = tuple[int, int | None]


@dataclass
class Queues:
    """What waits at some targets, read once: any number of paces can be tried on it."""

    now: datetime
    targets: list[Target]
    ends: dict[int, dict[int, datetime | None]]  # {target: {appeal: its last turn that was given}}
    turnless: dict[int, dict[int, int]]  # {target: {appeal: how many have no turn}}
    # As they were served, so that the appeals stand in the order of their turns.
    starts: dict[int, dict[int, datetime]]

    def forecasts(self, rhythms: Mapping[int, Rhythm] | None = None) -> dict[Key, datetime]:
        """{(target id, appeal id or None for all appeals): when its last letter leaves}; where none waits, nothing.

        `rhythms`: what would be if a target had another pace.
        """
        found: dict[Key, datetime] = {}
        for target in self.targets:
            pace = getattr(target, "pace", None)
            rhythm = (rhythms or {}).get(target.pk) or rhythm_of(target, pace)
            cursor = cursor_of(pace) if pace else Cursor(self.now)
            starts = self.starts[target.pk]
            queue = {appeal: self.turnless[target.pk][appeal] for appeal in starts}
            for appeal, last in self.ends[target.pk].items():
                if queue.get(appeal):
                    begins = max(self.now, cursor.at, starts[appeal])
                    at = Cursor(begins, cursor.day, cursor.given)
                    last = last_turn(rhythm, at, position(appeal, queue[appeal], queue)) or NEVER
                for key in ((target.pk, appeal), (target.pk, None)):
                    if last is not None:
                        found[key] = max(last, found.get(key, last))
        return found


def read(*, targets: Collection[int], now: datetime) -> Queues:
    """Three queries.

    Letters that have no turn yet are counted behind all that have one, the appeals taking turns. Not counted: held and
    parked ones, and those of dispatches that wait, were stopped or take another way.
    """
    ends: dict[int, dict[int, datetime | None]] = defaultdict(dict)
    turnless: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for target, appeal, last, count in (
        Letter.objects.filter(target__in=targets, state__in=WAITING)
        .order_by()
        .values_list("target", "appeal")
        .annotate(last=Max("due_at"), turnless=Count("pk", filter=Q(due_at=None)))
    ):
        ends[target][appeal] = last
        turnless[target][appeal] = count
    starts: dict[int, dict[int, datetime]] = defaultdict(dict)
    for target, appeal, begins in (
        Dispatch.objects.filter(target__in=targets, state=DispatchState.RUNNING, channel__in=BY_MAIL)
        .order_by(F("served_at").asc(nulls_first=True), "pk")
        .values_list("target", "appeal", "starts_at")
    ):
        starts[target][appeal] = begins
    found = list(Target.objects.filter(pk__in=set(ends)).select_related("pace"))
    return Queues(now, found, ends, turnless, starts)


def forecasts(*, targets: Collection[int], now: datetime) -> dict[Key, datetime]:
    return read(targets=targets, now=now).forecasts()


def in_time(dispatch: Dispatch, last: datetime | None) -> bool:
    return last is None or dispatch.ends_at is None or last < dispatch.ends_at
