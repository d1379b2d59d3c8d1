"""Read on a clock what the first page of the desk says of many rows: what is held and why, what is to be printed,
which dispatches come too late, which cases lack sources.

    take(now=…)     {"held": …, "to_print": …, "late": …, "unsourced": …}, each kept as a row with its time

A page that reads these rows costs the same with ten letters and with ten million.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from campaigns.ledger import some_claim
from campaigns.models import Case
from campaigns.states import CaseState
from letters.choosing import BY_PAPER, FOLLOWED_UP, PRINTED, SENT
from letters.forecasting import in_time, read
from letters.models import Dispatch, Letter
from letters.outlook import said
from letters.pacing import rhythm_of
from letters.states import DispatchState, State
from reports.models import Reading

MOST = 5  # of each kind: the lists have them all


def take(*, now: datetime) -> None:
    """A constant number of statements: one for what is held, one for paper, five for forecasts, one for claims."""
    for name, reads in _READINGS.items():
        Reading.objects.update_or_create(name=name, defaults={"taken_at": now, "content": reads(now)})


def taken() -> dict[str, Reading]:
    """What was read last, by name; nothing of what was never read. One query."""
    return {reading.name: reading for reading in Reading.objects.all()}


def held(now: datetime) -> dict[str, Any]:
    """A letter that cannot be made says its own name in its reason: such ones are one reason here."""
    found = list(
        Letter.objects.filter(state=State.HELD).order_by().values_list("reason").annotate(many=Count("pk"))
    )
    by_reason: dict[str, int] = {}
    for reason, many in found:
        words = "It cannot be made." if reason.startswith("Letter ") else reason
        by_reason[words] = by_reason.get(words, 0) + many
    most = sorted(by_reason.items(), key=lambda one: (-one[1], one[0]))
    return {"letters": sum(by_reason.values()), "reasons": [list(one) for one in most[:MOST]]}


def to_print(now: datetime) -> dict[str, Any]:
    """What goes on paper and is in no batch: letters of dispatches on paper, and those that the ladder asks for."""
    on_paper = Letter.objects.filter(~PRINTED).exclude(state__in=[State.CANCELLED, State.HELD])
    dispatched = on_paper.filter(BY_PAPER & ~SENT)
    return {"letters": on_paper.filter(Q(pk__in=dispatched.values("pk")) | FOLLOWED_UP).count()}


def late(now: datetime) -> dict[str, Any]:
    """Running dispatches whose last letter leaves after the act-before date, at the pace that is set."""
    running = list(
        Dispatch.objects.filter(state=DispatchState.RUNNING, ends_at__gt=now)
        .exclude(channel=Dispatch.Channel.PAPER)
        .select_related("appeal", "target__pace")
        .order_by("ends_at", "pk")
    )
    forecasts = read(targets={one.target_id for one in running}, now=now).forecasts()
    found = []
    for one in running:
        last = forecasts.get((one.target_id, one.appeal_id))
        if not in_time(one, last):
            zone = rhythm_of(one.target, getattr(one.target, "pace", None)).zone
            found.append([one.pk, f"{one.appeal}, {one.target}", said(last, zone)])
    return {"dispatches": len(found), "first": found[:MOST]}


def unsourced(now: datetime) -> dict[str, Any]:
    lacking = Case.objects.filter(some_claim(Q(cited=False, held_back=False))).exclude(state=CaseState.CLOSED)
    found = list(lacking.order_by("title").values_list("pk", "title"))
    return {"cases": len(found), "first": [list(one) for one in found[:MOST]]}


_READINGS: dict[str, Callable[[datetime], dict[str, Any]]] = {
    "held": held,
    "to_print": to_print,
    "late": late,
    "unsourced": unsourced,
}
