"""Set the pace of a target: how many letters an hour and a day, in which hours, by which clock. Over all campaigns."""

from datetime import datetime
from typing import TypedDict

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Max

from campaigns.models import Target
from kit.clocks import zones
from kit.refusals import Refused
from kit.wake import wake
from letters.models import Letter, Pace
from letters.pacing import rhythm_of
from letters.rhythm import Rhythm, begins, hours_of
from letters.states import State
from trail.recording import recorded

TOO_MANY = 10_000  # an hour: one every third of a second is no pace any more


class Wanted(TypedDict):
    """What is None or empty is as the directory or the settings say."""

    letters_per_hour: int | None
    letters_per_day: int | None
    hours: str
    zone: str


def looked_at(target: Target, wanted: Wanted, now: datetime) -> Rhythm:
    """The rhythm that this would make, nothing saved. Raise Refused with what is wrong and its field."""
    for name in ("letters_per_hour", "letters_per_day"):
        number = wanted[name]  # type: ignore[literal-required]  # the two names above
        if number is not None and not 1 <= number <= TOO_MANY:
            raise Refused(f"Between 1 and {TOO_MANY} letters, or nothing.", field=name)
    if wanted["hours"]:
        hours_of(wanted["hours"])
    if wanted["zone"] and wanted["zone"] not in zones():
        raise Refused("There is no such time zone. They are named like Europe/Berlin.", field="zone")
    return rhythm_of(target, Pace(target=target, next_at=now, **wanted))


@recorded
@transaction.atomic
def set_pace(*, target: Target, wanted: Wanted, by: AbstractBaseUser, now: datetime) -> Pace:
    """From now on. Turns that were given and have not come are taken back; the next tick gives others."""
    rhythm = looked_at(target, wanted, now)
    Pace.objects.get_or_create(target=target, defaults={"next_at": now})
    pace = Pace.objects.select_for_update().get(target=target)
    Letter.objects.filter(target=target, state=State.READY, due_at__gt=now).update(due_at=None)
    came = Letter.objects.filter(
        target=target, state__in=[State.READY, State.ENQUEUED, State.ACCEPTED], due_at__lte=now
    )
    today = rhythm.day_of(now)
    given = came.filter(due_at__gte=begins(rhythm, today)).count()
    newest = came.aggregate(newest=Max("due_at"))["newest"]
    for name, value in wanted.items():
        setattr(pace, name, value)
    pace.next_at = max(now, newest + rhythm.gap) if newest else now
    pace.day, pace.given = (today, given) if given else (None, 0)
    pace.changed_by, pace.changed_at = by, now  # type: ignore[assignment]  # whoever is logged in is staff
    pace.save()
    wake("letters.dispatch")
    return pace
