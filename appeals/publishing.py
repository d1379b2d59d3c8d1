"""Open and close appeals: the verbs behind the admin's buttons and the tick that closes what has passed."""

from datetime import datetime
from typing import Any

from django.db import transaction

from appeals import wording
from appeals.models import Appeal, Tally
from appeals.states import APPEAL
from campaigns import status
from campaigns.states import CaseState
from kit.refusals import Refused, reason_of
from trail.recording import recorded

# From the first opening on, signatures become letters that leave by themselves: it releases the first dispatch.
APPROVED_IT = (
    "You approved a text of this appeal. A second person has to open it: from then on letters leave."
)


def missing(appeal: Appeal, now: datetime) -> list[str]:
    """What stops this appeal from being opened, each with what to do; empty when it may open. The case must be loaded."""
    found = []
    if appeal.case.state != CaseState.PUBLISHED:
        found.append(
            f"The case “{appeal.case.title}” is not published. Publish it first: every claim needs a source and a review."
        )
    if held := status.held_because(appeal.case):
        found.append(f"No letter may leave for this case: {held}")
    if appeal.act_before and appeal.act_before <= now:
        found.append("The act-before date has passed. Set a later one, or leave it empty.")
    demands = wording.demands_in([appeal])[appeal.pk]
    texts = appeal.texts.select_related("appeal").prefetch_related("bricks")
    if not any(wording.is_approved(text, demands) for text in texts):
        found.append(
            "No text of this appeal is approved as it stands. Submit one and have a second person approve it."
        )
    if appeal.simulated_at is None:
        found.append("Nobody has looked at what its first week would send. Look ahead once, then open it.")
    return found


@recorded
def note_simulated(*, appeal: Appeal, by: Any, now: datetime) -> None:
    """Somebody has seen what its first week would send. The first one stays noted."""
    Appeal.objects.filter(pk=appeal.pk, simulated_at=None).update(simulated_at=now, simulated_by=by)
    appeal.refresh_from_db(fields=["simulated_at", "simulated_by"])


def approved_by(appeal: Appeal, person: Any) -> bool:
    """Whether `person` approved one of its texts. One query."""
    return appeal.texts.filter(approved_by=person.pk).exists()


@recorded
@transaction.atomic
def open_appeal(*, appeal: Appeal, by: Any, now: datetime) -> None:
    """Open for signatures. Refused, with what to do, unless the case is published and a text approved as it stands.

    The first time nobody can who approved a text of it. Afterwards each new text is somebody's work and another's approval.
    """
    appeal = Appeal.objects.select_related("case").get(pk=appeal.pk)
    APPEAL.check(appeal.state, Appeal.State.OPEN, thing="appeal")
    if lacks := missing(appeal, now):
        raise Refused(lacks[0])
    if appeal.opened_at is None and approved_by(appeal, by):
        raise Refused(APPROVED_IT)
    Tally.objects.get_or_create(appeal=appeal)
    Appeal.objects.filter(pk=appeal.pk, state__in=APPEAL.before(Appeal.State.OPEN)).update(
        state=Appeal.State.OPEN,
        opened_at=now,
        opened_by=by,
        closed_at=None,
        closed_by=None,
        closed_because="",
    )


@recorded
def close(*, appeal: Appeal, by: Any, reason: str, now: datetime) -> None:
    """End an open appeal. Letters that have not left are held (letters/leaving.py sees the state)."""
    _end(appeal, Appeal.State.CLOSED, by, reason, now)


@recorded
def win(*, appeal: Appeal, by: Any, reason: str, now: datetime) -> None:
    """End an open appeal because what it asked for has happened."""
    _end(appeal, Appeal.State.WON, by, reason, now)


@recorded
def archive(*, appeal: Appeal, by: Any, now: datetime) -> None:
    """Keep an appeal that has ended only to be read: it is listed no more and cannot open again."""
    APPEAL.check(appeal.state, Appeal.State.ARCHIVED, thing="appeal")
    ended = Appeal.objects.filter(pk=appeal.pk, state=appeal.state)
    if not ended.update(state=Appeal.State.ARCHIVED):
        raise Refused("Somebody else has just changed this appeal. Look at it again.")


def _end(appeal: Appeal, outcome: str, by: Any, reason: str, now: datetime) -> None:
    said = reason_of(reason, ask="Say why the appeal ends: its page will show it.")
    APPEAL.check(appeal.state, outcome, thing="appeal")
    changed = Appeal.objects.filter(pk=appeal.pk, state=appeal.state).update(
        state=outcome, closed_at=now, closed_by=by, closed_because=said
    )
    if not changed:
        raise Refused("Somebody else has just changed this appeal. Look at it again.")


def close_past(*, now: datetime) -> int:
    """Close every open appeal whose act-before date has passed; return how many. One statement, harmless twice."""
    return Appeal.objects.filter(state=Appeal.State.OPEN, act_before__lte=now).update(
        state=Appeal.State.CLOSED, closed_at=now
    )
