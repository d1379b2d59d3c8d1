"""The misfire rule: what is found more than six hours late, or in a database that was restored, waits for a person.

After a night without workers, or with yesterday's copy of the database, nobody knows whether letters may still leave,
or have left already; a machine that catches up by itself sends them all at once. Asked before turns are given and
taken, and when a worker starts (config/starting.py).
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, QuerySet
from django.utils.timesince import timesince
from django.utils.translation import override

from letters.footing import has_changed
from letters.models import Dispatch, Letter
from letters.runs import in_a_run
from letters.states import DispatchState, State
from letters.steering import make_wait
from outbox.models import Heartbeat
from outbox.models.switch import EVERYTHING
from outbox.pausing import pause

LATE = timedelta(hours=6)
PULSE = "letters.dispatch"
RESTORED = (
    "This database is another one than before: it was restored or moved. Compare with the mail server's log what has "
    "left since the copy was made."
)


@transaction.atomic
def look(*, now: datetime) -> int:
    """Return how many dispatches wait for a person from now on. Before the first tick of all nothing is late."""
    restored = has_changed(now=now)
    if restored:
        pause(name=EVERYTHING, by=None, reason=RESTORED, now=now)
    asleep = Heartbeat.objects.filter(name=PULSE, at__lte=now - LATE).values_list("at", flat=True).first()
    Heartbeat.beat(PULSE, now=now)
    if restored:
        return make_wait(Dispatch.objects.all(), reason=RESTORED, now=now)
    if asleep is not None:
        return make_wait(_with_letters(), reason=_found_late("No turns were given", asleep, now), now=now)
    return _late_turns(now)


def _late_turns(now: datetime) -> int:
    """Turns that came long ago and that nobody took. One query when there are none."""
    late = in_a_run(Letter.objects.due(now - LATE), now)
    found = list(late.order_by().values_list("appeal", "target").annotate(since=Min("due_at")))
    for appeal, target, since in found:
        runs = Dispatch.objects.filter(appeal=appeal, target=target)
        make_wait(runs, reason=_found_late("A letter was due", since, now), now=now)
    return len(found)


def _with_letters() -> "QuerySet[Dispatch]":
    """Those that have something to send: the others cannot be late."""
    waiting = Letter.objects.filter(
        appeal=OuterRef("appeal"),
        target=OuterRef("target"),
        state__in=[State.FROZEN, State.READY, State.ENQUEUED],
    )
    return Dispatch.objects.filter(Exists(waiting), state=DispatchState.RUNNING)


def _found_late(what: str, since: datetime, now: datetime) -> str:
    with override("en"):
        ago = timesince(since, now).replace("\xa0", " ")
    return f"{what} {ago} ago, which is more than six hours. Look whether its letters may still leave."
