"""The pace of a target, over all campaigns: what a dispatcher set for it, else what the directory says, else the general one."""

from datetime import timedelta

from django.conf import settings

from campaigns.models import Target
from kit.zones import zone_of
from letters.models import Pace
from letters.rhythm import Cursor, Rhythm, hours_of


def rhythm_of(target: Target, pace: Pace | None = None) -> Rhythm:
    """No query. `pace` None: the target has no row yet."""
    pace = pace or Pace(target=target)
    per_hour = pace.letters_per_hour or target.letters_per_hour or settings.OUTCRY_LETTERS_PER_HOUR
    return Rhythm(
        gap=timedelta(hours=1) / per_hour,
        per_day=pace.letters_per_day or settings.OUTCRY_LETTERS_PER_DAY,
        hours=hours_of(pace.hours or settings.OUTCRY_OFFICE_HOURS),
        zone=pace.zone or zone_of(target.host_country, target.city),
        country=target.host_country,
        jitter=settings.OUTCRY_JITTER_PERCENT / 100,
    )


def cursor_of(pace: Pace) -> Cursor:
    return Cursor(pace.next_at, pace.day, pace.given)
