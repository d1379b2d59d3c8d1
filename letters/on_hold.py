"""The cases whose letters wait for a person: why, since which news, and how many letters wait."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count, F, Q

from campaigns.models import Case, StatusRecord
from campaigns.status import held_cases, holding_links
from letters.models import Letter
from letters.states import UNSENT, State
from outbox.models import Message


@dataclass(frozen=True)
class OnHold:
    case: Case
    reason: str
    records: list[StatusRecord]
    letters: Mapping[str, int] = field(default_factory=dict)  # unsent, in_outbox


def cases_on_hold() -> list[OnHold]:
    """Return them by their titles. Five queries at most."""
    pairs = list(holding_links().order_by().values_list("case", "beneficiary__statuses"))
    reasons = held_cases({case for case, _record in pairs})
    cases = Case.objects.in_bulk(reasons)
    records = StatusRecord.objects.select_related("beneficiary").in_bulk([record for _case, record in pairs])
    unsent = Letter.objects.filter(state__in=[*UNSENT, State.ENQUEUED], appeal__case__in=reasons)
    waiting = Q(message=None) | Q(message__state__in=[Message.State.QUEUED, Message.State.HELD])
    counts = {
        row["case"]: {"unsent": row["unsent"], "in_outbox": row["in_outbox"]}
        for row in unsent.filter(waiting)
        .order_by()
        .values(case=F("appeal__case"))
        .annotate(
            unsent=Count("pk", filter=Q(state__in=UNSENT)),
            in_outbox=Count("pk", filter=Q(state=State.ENQUEUED)),
        )
    }
    nothing = {"unsent": 0, "in_outbox": 0}
    found = [
        OnHold(
            case=cases[pk],
            reason=reason,
            records=[records[record] for case, record in sorted(set(pairs)) if case == pk],
            letters=counts.get(pk, nothing),
        )
        for pk, reason in reasons.items()
    ]
    return sorted(found, key=lambda one: one.case.title)
