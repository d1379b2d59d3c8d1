"""What the first week of an appeal would send: day by day, to which office, by which way. Nothing is sent or written down.

    simulate(appeal, flow={"GB": 40, "DE": 20}, now=now)      signatures a day from each country

Letters go where a signature from that country would go now (campaigns/routing.py), at the pace of the office
(letters/pacing.py), behind and between what waits there of other appeals, an hour at a time. People are taken to sign at
the same rate all day long; a letter may leave when its cooling window is over.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, Max

from appeals.models import Appeal, Signature
from campaigns.models import Target
from campaigns.routing import Route, route
from letters.forecasting import read
from letters.models import Dispatch, Pace
from letters.pacing import cursor_of, rhythm_of
from letters.rhythm import Cursor, Rhythm, last_turn, turns

DAYS = 7
HOUR = timedelta(hours=1)
INSTANT = timedelta(microseconds=1)  # a turn at the full hour is one of the next hour
EMAIL, PAPER, NOWHERE = "email", "paper", "nowhere"
OURS = 0  # among the appeals that wait at an office; those of others go by their ids


@dataclass
class Day:
    """On the wall of the office. `arrives`: letters that may leave from then on; `leaves`: letters that would."""

    day: date
    arrives: int = 0
    leaves: int = 0


@dataclass
class Office:
    """`target` None: no office is known that answers for these countries. `last`: when the last letter of the week would leave."""

    target: Target | None
    way: str
    countries: list[str] = field(default_factory=list)
    per_day: int = 0
    others: int = 0
    days: list[Day] = field(default_factory=list)
    waits: int = 0
    last: datetime | None = None
    is_in_time: bool = True

    @property
    def leaves(self) -> int:
        return sum(day.leaves for day in self.days)


@dataclass(frozen=True)
class Simulation:
    offices: list[Office]
    begins: datetime
    signatures: int

    @property
    def is_in_time(self) -> bool:
        return all(office.is_in_time for office in self.offices)


def flow_of(appeal: Appeal) -> dict[str, int]:
    """Signatures a day by country in the last week in which somebody signed `appeal`, rounded up; empty where nobody has."""
    signed = Signature.objects.confirmed().filter(appeal=appeal)
    newest = signed.aggregate(at=Max("confirmed_at"))["at"]
    if newest is None:
        return {}
    week = signed.filter(confirmed_at__gt=newest - timedelta(days=DAYS)).order_by()
    counted = week.values_list("country").annotate(many=Count("pk"))
    return {country: -(-many // DAYS) for country, many in counted}


def simulate(appeal: Appeal, *, flow: Mapping[str, int], now: datetime) -> Simulation:
    """The offices with the most letters first. One query for each country without an address, two for the others, and five for all offices together."""
    offices: dict[int | None, Office] = {}
    for country, many in sorted(flow.items()):
        found = route(country=country, represents=appeal.represents, fallback=appeal.fallback)
        office = offices.setdefault(found.target.pk if found else None, _office(found))
        office.countries.append(country)
        office.per_day += many
    queues = read(targets=[pk for pk in offices if pk], now=now)
    paces = {pace.target_id: pace for pace in Pace.objects.filter(target__in=[pk for pk in offices if pk])}
    on_paper = set(
        Dispatch.objects.filter(appeal=appeal, channel=Dispatch.Channel.PAPER).values_list(
            "target", flat=True
        )
    )
    for pk, office in offices.items():
        if pk is None or office.target is None or office.way != EMAIL or pk in on_paper:
            office.way = PAPER if pk in on_paper else office.way
            _nothing_leaves(office, now)
            continue
        pace = paces.get(pk)
        others = {of: many for of, many in queues.turnless[pk].items() if many and of != appeal.pk}
        own = queues.turnless[pk].get(appeal.pk, 0)
        _run(office, rhythm_of(office.target, pace), cursor_of(pace) if pace else None, others, own, now)
        office.is_in_time = (
            office.last is None or appeal.act_before is None or office.last < appeal.act_before
        )
    in_order = sorted(offices.values(), key=lambda one: (-one.per_day, str(one.target)))
    return Simulation(in_order, now, sum(flow.values()) * DAYS)


def _office(found: Route | None) -> Office:
    if found is None:
        return Office(None, NOWHERE)
    return Office(found.target, EMAIL if found.email else PAPER if found.post else NOWHERE)


def _nothing_leaves(office: Office, now: datetime) -> None:
    office.days = [Day((now + timedelta(days=number)).date(), office.per_day) for number in range(DAYS)]
    office.waits = office.per_day * DAYS


def _run(
    office: Office, rhythm: Rhythm, at: Cursor | None, others: dict[int, int], own: int, now: datetime
) -> None:
    cursor = Cursor(max(now, at.at), at.day, at.given) if at else Cursor(now)
    waiting, office.others = {**others, OURS: own}, sum(others.values())
    cooling = timedelta(seconds=settings.OUTCRY_COOLING_SECONDS)
    days: dict[date, Day] = {}
    for hour, arrives in _arrivals(office.per_day, now + cooling):
        day = days.setdefault(rhythm.day_of(hour), Day(rhythm.day_of(hour)))
        day.arrives += arrives
        waiting[OURS] += arrives
        begins = Cursor(max(cursor.at, hour), cursor.day, cursor.given)
        free, cursor = turns(rhythm, begins, until=hour + HOUR - INSTANT, most=sum(waiting.values()))
        taken = _share(waiting, len(free))
        day.leaves += taken
    office.days, office.waits = list(days.values()), waiting[OURS]
    if office.waits:
        behind = sum(min(many, office.waits) for of, many in waiting.items() if of != OURS)
        office.last = last_turn(rhythm, cursor, office.waits + behind)


def _arrivals(per_day: int, begins: datetime) -> Iterator[tuple[datetime, int]]:
    """Each hour of the week, and how many letters may leave from it on; whole numbers that add up."""
    for number in range(DAYS * 24):
        yield begins + number * HOUR, per_day * (number + 1) // 24 - per_day * number // 24


def _share(waiting: dict[int, int], free: int) -> int:
    """The appeals take turns; take from each what it gets, and return how many are ours."""
    ours = 0
    while free and (active := [of for of, many in waiting.items() if many]):
        each = max(1, min(free // len(active), min(waiting[of] for of in active)))
        for of in active[:free] if free < len(active) else active:
            waiting[of] -= each
            free -= each
            ours += each if of == OURS else 0
    return ours
