"""Take out many signatures by one decision, and put them back by another. A task does it some hundreds at a time.

Of each chunk the signatures, the tally and how far the run is change in one transaction: a worker that dies leaves
nothing half done, and two workers at once wait for the same row. Letters read the state of their signature: those that
have not left are cancelled (letters/withdrawing.py), and go on when the decision is undone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F, QuerySet

from appeals.models import Appeal, Invalidation, Signature, Tally
from appeals.states import SIGNATURE
from kit.refusals import Refused, reason_of
from kit.wake import wake
from trail.recording import recorded

CHUNK = 500
EXAMPLES = 10
TASK = "appeals.invalidate"
State = Invalidation.State


@dataclass(frozen=True)
class Conditions:
    """All that are given have to fit; `signed_until` itself is outside."""

    appeal: Appeal
    signed_from: datetime
    signed_until: datetime
    country: str = ""
    language: str = ""
    source: str = ""
    network_index: str = ""


@dataclass(frozen=True)
class Preview:
    count: int
    examples: Sequence[Signature]


def preview(conditions: Conditions) -> Preview:
    """What would be taken out now. Two statements."""
    found = _fitting(conditions, conditions.appeal.pk)
    return Preview(found.count(), list(found.order_by("-created_at", "-pk")[:EXAMPLES]))


@recorded
@transaction.atomic
def begin(*, conditions: Conditions, expected: int, reason: str, by: Any, now: datetime) -> Invalidation:
    """Decide it. Refused when another number fits than the person has seen, or for a time that is not over."""
    said = reason_of(reason)
    if conditions.signed_until > now or conditions.signed_from >= conditions.signed_until:
        raise Refused("Choose a time that is over: new signatures would fit meanwhile.", field="signed_until")
    fit = _fitting(conditions, conditions.appeal.pk).count()
    if fit != expected:
        raise Refused(f"{fit} signatures fit now, not {expected} as before. Look at it again.")
    if not fit:
        raise Refused("No signature fits.")
    invalidation = Invalidation.objects.create(
        **vars(conditions), reason=said, by=by, at=now, expected=expected
    )
    wake(TASK)
    return invalidation


@recorded
@transaction.atomic
def undo(*, invalidation: Invalidation, reason: str, by: Any, now: datetime) -> None:
    """Put its signatures back as they were. Of two people who do so at once one is told."""
    changed = Invalidation.objects.filter(pk=invalidation.pk, state__in=[State.RUNNING, State.DONE]).update(
        state=State.UNDOING, undone_because=reason_of(reason), undone_by=by, undone_at=now
    )
    if not changed:
        raise Refused("This has been undone already.")
    invalidation.refresh_from_db()
    wake(TASK)


def carry_on(*, chunks: int = 20) -> bool:
    """Do up to `chunks` chunks of whatever is begun; return whether there is more."""
    return all(_one_chunk() for _ in range(chunks))


@transaction.atomic
def _one_chunk() -> bool:
    begun = Invalidation.objects.filter(state__in=[State.RUNNING, State.UNDOING])
    invalidation = begun.select_for_update().order_by("pk").first()
    if invalidation is None:
        return False
    (_take_out if invalidation.state == State.RUNNING else _put_back)(invalidation)
    wake("letters.dispatch")
    return True


def _take_out(invalidation: Invalidation) -> None:
    """Six statements for any chunk."""
    fits = _fitting(invalidation, invalidation.appeal_id).filter(pk__gt=invalidation.cursor).order_by("pk")
    pks = list(fits.values_list("pk", flat=True)[:CHUNK])
    # What a signer confirms or takes back between the two statements is as they leave it.
    changed = Signature.objects.filter(
        pk__in=pks, state__in=SIGNATURE.before(Signature.State.INVALIDATED)
    ).update(state=Signature.State.INVALIDATED, state_before=F("state"), invalidation=invalidation)
    _count(invalidation, Signature.objects.filter(pk__in=pks, invalidation=invalidation), by=-1)
    Invalidation.objects.filter(pk=invalidation.pk).update(
        cursor=pks[-1] if pks else F("cursor"),
        changed=F("changed") + changed,
        state=State.RUNNING if len(pks) == CHUNK else State.DONE,
    )


def _put_back(invalidation: Invalidation) -> None:
    out = Signature.objects.filter(invalidation=invalidation).order_by("pk")
    pks = list(out.values_list("pk", flat=True)[:CHUNK])
    chosen = Signature.objects.filter(pk__in=pks, invalidation=invalidation)
    _count(invalidation, chosen, by=1)
    restored = chosen.update(state=F("state_before"), state_before="", invalidation=None)
    Invalidation.objects.filter(pk=invalidation.pk).update(
        restored=F("restored") + restored,
        state=State.UNDOING if len(pks) == CHUNK else State.UNDONE,
    )


def _count(invalidation: Invalidation, signatures: QuerySet[Signature], *, by: int) -> None:
    """Those that had been confirmed leave the tally, or come back into it, in the column that they were counted in."""
    methods = signatures.filter(state_before=Signature.State.CONFIRMED).order_by().values("method")
    of = {row["method"]: row["many"] for row in methods.annotate(many=Count("pk"))}
    Tally.objects.filter(appeal=invalidation.appeal_id).update(
        confirmed=F("confirmed") + by * of.get(Signature.Method.MAIL, 0),
        on_paper=F("on_paper") + by * of.get(Signature.Method.PAPER, 0),
    )


def _fitting(conditions: Conditions | Invalidation, appeal_id: int) -> QuerySet[Signature]:
    given = {
        name: getattr(conditions, name)
        for name in ("country", "language", "source", "network_index")
        if getattr(conditions, name)
    }
    return Signature.objects.filter(
        appeal=appeal_id,
        created_at__gte=conditions.signed_from,
        created_at__lt=conditions.signed_until,
        state__in=SIGNATURE.before(Signature.State.INVALIDATED),
        **given,
    )
