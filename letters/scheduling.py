"""Give ready letters their turns, an hour ahead and no further: the pace of a target is kept over all campaigns.

What has no turn yet is not promised one, so a new appeal waits for an hour of the others at most, and a change of pace
or a stop has little to take back. Two schedulers at once never give one turn twice: whoever moves the target's cursor
from where they read it has the turns in between; the other one changes no row and leaves it to the next tick.
"""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Q, Value, When

from letters.fairness import in_rounds
from letters.models import Dispatch, Letter, Pace
from letters.pacing import cursor_of, rhythm_of
from letters.rhythm import Cursor, jittered, turns
from letters.states import State

MOST_AT_ONCE = 300  # turns given to one target in one transaction
AHEAD = timedelta(hours=1)
# Below this they are given again: a target is looked at every half hour, and not for each turn of its own.
FEW_AHEAD = timedelta(minutes=30)


def schedule(*, now: datetime) -> int:
    """Return how many letters got their turn. A few statements for each target that has turns to give, and one for each of its appeals."""
    waiting = Letter.objects.to_schedule(now).filter(appeal=OuterRef("appeal"), target=OuterRef("target"))
    served: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for target, dispatch, appeal in (
        Dispatch.objects.giving_turns(now)
        .filter(Q(target__pace=None) | Q(target__pace__next_at__lte=now + FEW_AHEAD))
        .filter(Exists(waiting))
        .order_by("target", F("served_at").asc(nulls_first=True), "pk")
        .values_list("target", "pk", "appeal")
    ):
        served[target].append((dispatch, appeal))
    Pace.objects.bulk_create([Pace(target_id=pk, next_at=now) for pk in served], ignore_conflicts=True)
    return sum(_schedule_target(target, dispatches, now) for target, dispatches in served.items())


@transaction.atomic
def _schedule_target(target: int, dispatches: list[tuple[int, int]], now: datetime) -> int:
    # The pace is read before the letters: whoever reads it after a rival's commit also sees the rival's turns.
    pace = Pace.objects.select_related("target").get(target=target)
    rhythm = rhythm_of(pace.target, pace)
    start = Cursor(max(now, pace.next_at), pace.day, pace.given)
    free, cursor = turns(rhythm, start, until=now + AHEAD, most=MOST_AT_ONCE)
    letters = _first_signed_first(target, [appeal for _dispatch, appeal in dispatches], len(free), now)
    if len(letters) < len(free):
        free, cursor = turns(rhythm, start, until=now + AHEAD, most=len(letters))
    # Also without letters: a cursor that stands at the next office hour is not asked again until then.
    if not move(pace, cursor) or not letters:
        return 0
    newest: dict[int, datetime] = {}
    given = []
    for (pk, appeal, reference), turn in zip(letters, free, strict=True):
        newest[appeal] = turn
        given.append(When(pk=pk, then=Value(jittered(rhythm, turn, reference))))
    turn_of = [When(appeal=appeal, then=Value(turn)) for appeal, turn in newest.items()]
    Dispatch.objects.filter(target=target, appeal__in=newest).update(
        served_at=Case(*turn_of, output_field=DateTimeField())
    )
    ids = [pk for pk, _appeal, _reference in letters]
    return Letter.objects.filter(pk__in=ids, state=State.READY, due_at=None).update(
        due_at=Case(*given, output_field=DateTimeField())
    )


def move(pace: Pace, cursor: Cursor) -> bool:
    """Whether the turns between `pace`, as it was read, and `cursor` are ours."""
    read = cursor_of(pace)
    return bool(
        Pace.objects.filter(pk=pace.pk, next_at=read.at, day=read.day, given=read.given).update(
            next_at=cursor.at, day=cursor.day, given=cursor.given
        )
    )


def _first_signed_first(
    target: int, appeals: list[int], most: int, now: datetime
) -> list[tuple[int, int, str]]:
    """(letter id, appeal id, reference) in the order of their turns."""
    return in_rounds(
        [
            list(
                Letter.objects.to_schedule(now)
                .filter(target=target, appeal=appeal)
                .order_by("signed_at", "pk")
                .values_list("pk", "appeal", "reference")[:most]
            )
            for appeal in appeals
        ],
        most,
    )
