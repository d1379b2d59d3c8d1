"""When each message of a mailing is due: from its start, by the reader's clock where that is asked, spread by chance."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Case, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Mod

from campaigns.countries import country_choices
from kit.clocks import NoSuchTime, instant, wall
from kit.zones import zone_of
from mailings.models import Mailing
from mailings.signatures import signatures_for
from supporters.models import Supporter

MORNING, FORENOON = time(8), time(11)
LONGEST_SPREAD = 24 * 60  # minutes
# Knuth's multiplier: neighbours in the table are far apart in time, and no list of minutes has to be kept.
_SCATTER = 2_654_435_761


def timed(people: "QuerySet[Supporter]", mailing: Mailing, *, start: datetime) -> "QuerySet[Supporter]":
    """Annotate `wait`: how many seconds after `start` the message of each is due. No query.

    A supporter's clock is that of the country of their newest signature; of a country with several zones its capital's.
    """
    wait: Any = (
        Mod(F("pk") * Value(_SCATTER), Value(mailing.spread_minutes * 60))
        if mailing.spread_minutes
        else Value(0)
    )
    if mailing.in_morning:
        later = [
            When(country__in=codes, then=Value(seconds)) for seconds, codes in _by_wait(start) if seconds
        ]
        by_clock = Case(*later, default=Value(0), output_field=IntegerField())
        newest = signatures_for(mailing).filter(supporter=OuterRef("pk")).order_by("-confirmed_at")
        wait = wait + Coalesce(Subquery(newest.annotate(until=by_clock).values("until")[:1]), Value(0))
    return people.annotate(wait=wait)


def morning(country: str, *, start: datetime) -> datetime:
    """The first moment from `start` on at which it is between eight and eleven there."""
    zone = zone_of(country)
    there = wall(start, zone)
    if MORNING <= there.time() < FORENOON:
        return start
    day = there.date() + timedelta(days=there.time() >= FORENOON)
    try:
        return instant(datetime.combine(day, MORNING), zone)[0]
    except NoSuchTime as skipped:
        return instant(skipped.later, zone)[0]


@lru_cache(maxsize=4)
def _by_wait(start: datetime) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """((seconds from start until it is morning, countries), …): some forty, for all countries of the form."""
    found: dict[int, list[str]] = defaultdict(list)
    for code, _name in country_choices():
        found[round((morning(code, start=start) - start).total_seconds())].append(code)
    return tuple((seconds, tuple(codes)) for seconds, codes in sorted(found.items()))
