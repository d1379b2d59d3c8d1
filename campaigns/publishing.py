"""Sources checked, then published, then closed. A case with an unsourced or unread public claim stays a draft."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q

from campaigns.ledger import claims_of_cases
from campaigns.models import Case, Claim
from campaigns.states import CASE_MOVES, CaseState, ReviewState
from kit.refusals import Refused
from kit.staff import who_else
from trail.recording import recorded

NAMED_IN_MESSAGE = 5


@dataclass(frozen=True)
class Missing:
    claim: Claim
    source: bool  # no source is cited
    review: bool  # nobody has read it against its source

    def __str__(self) -> str:
        lacks = " and ".join(
            word for word, is_missing in (("a source", self.source), ("a review", self.review)) if is_missing
        )
        return f"{self.claim._meta.verbose_name} {self.claim.key} lacks {lacks}"


def missing_claims_of(case_ids: Collection[int]) -> dict[int, list[Missing]]:
    """Return {case id: what stops it from being published} for those that something stops; the others are missing.

    Nine queries, however many the cases. Claims that are held back do not count.
    """
    found: dict[int, dict[tuple[type[Claim], int], Missing]] = {}
    for rows in claims_of_cases(case_ids):
        bad = rows.filter(Q(cited=False) | Q(review_state=ReviewState.UNREVIEWED), held_back=False)
        for claim in bad.order_by("key"):
            # A call may be in a case twice, by its own case and by several demands.
            missing = Missing(claim, not claim.cited, not claim.is_reviewed)
            found.setdefault(claim.in_case, {}).setdefault((type(claim), claim.pk), missing)
    return {case: list(missing.values()) for case, missing in found.items()}


def missing_claims(case: Case) -> list[Missing]:
    """What stops this one case from being published."""
    return missing_claims_of([case.pk]).get(case.pk, [])


@recorded
def publish(*, case: Case, by: AbstractBaseUser, now: datetime) -> None:
    """Show it to everybody. Refused while a claim lacks something, and to whoever recorded or last changed the case."""
    CASE_MOVES.check(case.state, CaseState.PUBLISHED, thing="case")
    missing = missing_claims(case)
    if missing:
        names = "; ".join(str(one) for one in missing[:NAMED_IN_MESSAGE])
        more = len(missing) - NAMED_IN_MESSAGE
        raise Refused(
            f"This case cannot be published yet: {names}{f'; and {more} more' if more > 0 else ''}."
        )
    if case.changed_by_id == by.pk:
        raise Refused(
            "You recorded or last changed this case. A second person has to publish it. "
            f"{who_else('campaigns.publish_case', but=by)}"
        )
    _move(case, CaseState.PUBLISHED, published_at=now, published_by=by)


@recorded
def close(*, case: Case, by: AbstractBaseUser, now: datetime) -> None:
    CASE_MOVES.check(case.state, CaseState.CLOSED, thing="case")
    _move(case, CaseState.CLOSED, closed_at=now, closed_by=by)


def _move(case: Case, state: str, **fields: object) -> None:
    # Guarded: of two people who press the button at once, the second is told.
    if not Case.objects.filter(pk=case.pk, state__in=CASE_MOVES.before(state)).update(state=state, **fields):
        raise Refused("Somebody else has just changed this case. Look at it again.")
    case.refresh_from_db()
