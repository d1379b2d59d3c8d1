"""A named member of staff has read claims against their sources. Few statements, however many claims."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Model, QuerySet

from campaigns.ledger import CITED_AS, claims_of, is_cited
from campaigns.models import Case, DemandText, Reviewed
from campaigns.states import ReviewState
from kit.refusals import Refused
from trail.recording import recorded


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
    """Mark unreviewed claims as reviewed and return how many; Refused if one of them has no source."""
    changed = 0
    for rows in _querysets(claims):
        model = rows.model
        waiting = model._default_manager.filter(pk__in=rows.values("pk"), review_state=ReviewState.UNREVIEWED)
        if model in CITED_AS:
            unsourced = waiting.filter(~is_cited(model)).first()
            if unsourced is not None:
                raise Refused(f"“{unsourced}” has no source. Cite one, then mark it as reviewed.")
        changed += waiting.update(review_state=ReviewState.REVIEWED, reviewed_by=by, reviewed_at=now)
    return changed


@recorded
@transaction.atomic
def review_case(*, case: Case, by: AbstractBaseUser, now: datetime) -> int:
    """Review the sourced claims of a case's ledger and its demands' translations. What is held back stays held back."""
    changed = sum(review(claims=rows.filter(cited=True), by=by, now=now) for rows in claims_of(case))
    return changed + review(claims=DemandText.objects.filter(demand__case=case), by=by, now=now)


def unreview(*, claims: QuerySet | Iterable[Reviewed]) -> int:
    """Take the mark away, because the text or its source was changed."""
    return sum(
        rows.update(review_state=ReviewState.UNREVIEWED, reviewed_by=None, reviewed_at=None)
        for rows in _querysets(claims)
    )
