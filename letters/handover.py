"""Hand over the signatures of one appeal to one office: decide it, stop it, make it again. A worker makes the files.

Who is in it and what is said are fixed when it is decided. Made again, it has the same rows in the same order, except for
those who took their signature back, or were erased, since: they are gone, and it says how many.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from appeals import previewing
from appeals.models import Appeal, AppealText
from campaigns import status
from campaigns.models import Target
from campaigns.states import CaseState
from kit.refusals import Refused
from kit.wake import wake
from letters.handover_front import CannotBePrinted, front, words_at_cut_off
from letters.handover_numbers import totals
from letters.models import Handover
from letters.signatories import Counted
from letters.states import HANDOVER_MOVES
from letters.states import HandoverState as State
from trail.recording import recorded

TASK = "letters.make_handovers"


def offices_for(appeal: Appeal) -> QuerySet[Target]:
    """Open offices of the state that the appeal addresses, wherever they are, and the appeal's fallback."""
    return Target.objects.open().filter(Q(represents=appeal.represents) | Q(pk=appeal.fallback_id))


def texts_for(appeal: Appeal) -> dict[str, AppealText]:
    """{language: text} in which it can be handed over: those that are approved as they stand."""
    return previewing.approved_wordings(appeal).texts


@recorded
@transaction.atomic
def decide(
    *,
    appeal: Appeal,
    target: Target,
    language: str,
    place: str,
    day: date,
    by_whom: str,
    words: str,
    by: Any,
    now: datetime,
) -> Handover:
    """Fix a handover at this moment and ring for its files. Refused where it would say what is not true or not approved."""
    if held := status.held_cases([appeal.case_id]):
        raise Refused(f"The case is on hold: {held[appeal.case_id]}")
    if appeal.state == Appeal.State.DRAFT or appeal.case.state != CaseState.PUBLISHED:
        raise Refused("Open the appeal first: nobody has signed it.")
    if not offices_for(appeal).filter(pk=target.pk).exists():
        raise Refused("Choose an open office of the state that the appeal addresses.", field="target")
    text = texts_for(appeal).get(language)
    if text is None:
        raise Refused("Choose a language in which the appeal is approved as it stands.", field="language")
    handover = Handover(
        appeal=appeal,
        target=target,
        language=language,
        place=place.strip(),
        day=day,
        by_whom=by_whom.strip(),
        words=words.strip(),
        cut_off=now,
        made_by=by,
        totals=totals(appeal, now),
        frozen=words_at_cut_off(text, target, day),
    )
    if not handover.signatures:
        raise Refused("Nobody has signed whose time to change their mind is over. Wait until somebody has.")
    for field in ("place", "by_whom", "words"):
        if not getattr(handover, field):
            raise Refused("Please fill this in: it stands on the cover letter.", field=field)
    try:
        front(handover, counted=Counted(), gone=0)
    except CannotBePrinted as error:
        raise Refused(error.reason, field=error.field) from error
    handover.save()
    wake(TASK)
    return handover


@recorded
def stop(*, handover: Handover, by: Any, now: datetime) -> None:
    """A worker that is at it notices before its next thousand names, and keeps nothing."""
    _move(handover, State.STOPPED, reason=f"Stopped by {by}.")


@recorded
def make_again(*, handover: Handover, by: Any, now: datetime) -> None:
    """From the beginning, with the same cut-off. Files that were made before stay until the new ones are there."""
    _move(handover, State.WAITING, reason="", tries=0, progress=0)
    wake(TASK)


def _move(handover: Handover, new: str, **columns: Any) -> None:
    before = HANDOVER_MOVES.before(new)
    moved = Handover.objects.filter(pk=handover.pk, state__in=before).update(
        state=new, claimed_until=None, **columns
    )
    if not moved:
        handover.refresh_from_db()
        raise Refused(f"This handover {handover.get_state_display()}; look at it again.")
