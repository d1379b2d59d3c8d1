"""A named member of staff has read claims against their sources, who did not write them. Few statements, however many claims."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Model, Q, QuerySet

from campaigns.ledger import CITED_AS, claims_of, is_cited
from campaigns.models import Case, DemandText, Reviewed
from campaigns.states import ReviewState
from kit.refusals import Refused
from kit.staff import who_else
from trail.recording import recorded

RIGHT = "campaigns.review_claims"


def _querysets(claims: QuerySet | Iterable[Reviewed]) -> list[QuerySet]:
    if isinstance(claims, QuerySet):
        return [claims]
    ids: dict[type[Model], list[int]] = {}
    for claim in claims:
        ids.setdefault(type(claim), []).append(claim.pk)
    return [model._default_manager.filter(pk__in=keys) for model, keys in ids.items()]


@recorded
@transaction.atomic
def review(*, claims: QuerySet | Iterable[Reviewed], by: AbstractBaseUser, now: datetime) -> int:
    """Mark unreviewed claims as reviewed and return how many. Refused if one has no source, or was written by `by`."""
    changed = 0
    for rows in _querysets(claims):
        model = rows.model
        waiting = model._default_manager.filter(pk__in=rows.values("pk"), review_state=ReviewState.UNREVIEWED)
        stops = Q(changed_by=by.pk) | (~Q(is_cited(model)) if model in CITED_AS else Q())
        if (stopped := waiting.filter(stops).first()) is not None:
            raise Refused(_why_not(stopped, by))
        changed += waiting.update(review_state=ReviewState.REVIEWED, reviewed_by=by, reviewed_at=now)
    return changed


def _why_not(claim: Reviewed, by: AbstractBaseUser) -> str:
    if claim.changed_by_id != by.pk:
        return f"“{claim}” has no source. Cite one, then mark it as reviewed."
    return (
        f"You recorded or last changed “{claim}”. A second person has to read it against its source. "
        f"{who_else(RIGHT, but=by)}"
    )


@recorded
@transaction.atomic
def review_case(*, case: Case, by: AbstractBaseUser, now: datetime) -> int:
    """Review the sourced claims of a case's ledger and its demands' translations. What is held back stays held back.

    What `by` wrote is left to somebody else. Refused where nothing else waits.
    """
    theirs = [
        *(rows.filter(cited=True) for rows in claims_of(case)),
        DemandText.objects.filter(demand__case=case),
    ]
    changed = sum(review(claims=rows.exclude(changed_by=by.pk), by=by, now=now) for rows in theirs)
    if not changed and own_waiting(case=case, person=by):
        raise Refused(
            "You recorded or last changed what waits in this case. A second person has to read it against its "
            f"source. {who_else(RIGHT, but=by)}"
        )
    return changed


def own_waiting(*, case: Case, person: AbstractBaseUser) -> int:
    """How many claims of the case wait for somebody else, because this person wrote them. Nine queries."""
    is_own = Q(changed_by=person.pk, review_state=ReviewState.UNREVIEWED)
    rows = [*claims_of(case), DemandText.objects.filter(demand__case=case)]
    return sum(one.filter(is_own).count() for one in rows)


@recorded
@transaction.atomic
def take_back(*, claims: QuerySet | Iterable[Reviewed], by: AbstractBaseUser, now: datetime) -> int:
    """Somebody was mistaken about them, or wants them read once more."""
    return unreview(claims=claims)


def unreview(*, claims: QuerySet | Iterable[Reviewed], changed_by: AbstractBaseUser | None = None) -> int:
    """Take the mark away; where the text or its source was changed, say by whom."""
    who = {"changed_by": changed_by} if changed_by else {}
    return sum(
        rows.update(review_state=ReviewState.UNREVIEWED, reviewed_by=None, reviewed_at=None, **who)
        for rows in _querysets(claims)
    )
