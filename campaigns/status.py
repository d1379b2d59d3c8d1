"""What a change of status holds: released, died, transferred, sentence changed stop letters until a person decides.

An unreviewed record holds as well: in doubt nothing leaves. `remembered` people hold nothing by having died.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet

from campaigns.models import Case, CaseBeneficiary, StatusRecord
from campaigns.states import HOLDING, Status
from kit.refusals import Refused, reason_of
from kit.wake import wake
from trail.recording import recorded


@dataclass(frozen=True)
class Hold:
    """Why the letters of a case must wait. `record`: primary key of the first status record that holds them."""

    reason: str
    record: int


def holding_links() -> QuerySet:
    """Who is in which case with a status that holds its letters; one row for each such status."""
    return CaseBeneficiary.objects.filter(
        beneficiary__statuses__status__in=HOLDING, beneficiary__statuses__hold_lifted_at__isnull=True
    ).exclude(remembered=True, beneficiary__statuses__status=Status.DIED)


def held_cases(case_ids: Iterable[int]) -> dict[int, str]:
    """Return {case id: why its letters must wait} for those that must; the others are missing. One query."""
    return {case: hold.reason for case, hold in holds_on(case_ids).items()}


def holds_on(case_ids: Iterable[int]) -> dict[int, Hold]:
    """Return {case id: Hold} for those whose letters must wait; the others are missing. One query."""
    rows = (
        holding_links()
        .filter(case__in=list(case_ids))
        .order_by("case", "beneficiary__name", "beneficiary__statuses__pk")
        .values_list("case", "beneficiary__name", "beneficiary__statuses__status", "beneficiary__statuses")
    )
    reasons: dict[int, list[str]] = {}
    first: dict[int, int] = {}
    for case, name, status, record in rows:
        words = f"{name}: {Status(status).label.lower()}"
        if words not in reasons.setdefault(case, []):
            reasons[case].append(words)
        first.setdefault(case, record)
    return {case: Hold("; ".join(words), first[case]) for case, words in reasons.items()}


def held_because(case: Case) -> str:
    """Return why letters of this case must wait, or "" when they may leave."""
    return held_cases([case.pk]).get(case.pk, "")


@recorded
def lift_hold(*, record: StatusRecord, reason: str, by: AbstractBaseUser, now: datetime) -> None:
    """Let letters leave in spite of this record, for a reason that stays on it."""
    said = reason_of(reason, ask="Say why letters may leave in spite of this.", most=500)
    lifted = StatusRecord.objects.filter(
        pk=record.pk, status__in=HOLDING, hold_lifted_at__isnull=True
    ).update(hold_lifted_at=now, hold_lifted_by=by, hold_lifted_reason=said)
    if not lifted:
        raise Refused("This record holds no letters.")
    record.refresh_from_db()
    wake("letters.follow_status")


@recorded
@transaction.atomic
def lift_holds_of(*, case: Case, reason: str, by: AbstractBaseUser, now: datetime) -> int:
    """Lift every hold on a case; return how many. It also counts for the other cases of the same people."""
    records = StatusRecord.objects.filter(
        pk__in=holding_links().filter(case=case).values("beneficiary__statuses")
    )
    for record in records:
        lift_hold(record=record, reason=reason, by=by, now=now)
    if not records:
        raise Refused("This case is not on hold.")
    return len(records)
