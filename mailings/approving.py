"""Write, submit, approve and send back a mailing. Who wrote or submitted it can't approve it; an edit un-approves."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from appeals.gaps import found_in
from kit.refusals import Refused, reason_of
from mailings import merging, wording
from mailings.models import Mailing, MailingText
from mailings.states import MOVES, UNRELEASED, State
from trail.recording import recorded

UNAPPROVED: dict[str, Any] = {
    "submitted_by": None,
    "submitted_at": None,
    "approved_by": None,
    "approved_at": None,
    "digest": "",
    "merged": {},
}


def locked(mailing: Mailing) -> Mailing:
    """The row as it is now, kept from others until the transaction ends."""
    rows = Mailing.objects.select_for_update(of=("self",)).select_related(
        "case__campaign", "because__beneficiary", "appeal__tally"
    )
    return rows.get(pk=mailing.pk)


@recorded
@transaction.atomic
def write(
    *,
    mailing: Mailing,
    texts: Iterable[MailingText],
    removed: Iterable[MailingText] = (),
    by: AbstractBaseUser,
    now: datetime,
) -> None:
    """Save texts that `by` has changed; the mailing is a draft again, whatever it was approved as."""
    row = locked(mailing)
    if row.state not in UNRELEASED:
        raise Refused(f"This mailing is {row.get_state_display()}: its text stands.")
    for text in removed:
        text.delete()
    for text in texts:
        text.mailing = row
        text.save()
    Mailing.objects.filter(pk=row.pk).update(state=State.DRAFT, written_by=by, written_at=now, **UNAPPROVED)


@recorded
@transaction.atomic
def submit(*, mailing: Mailing, by: AbstractBaseUser, now: datetime) -> None:
    row = locked(mailing)
    MOVES.check(row.state, State.IN_REVIEW, thing="mailing")
    if not row.texts.exists():
        raise Refused("The mailing has no text. Write it in at least one language.")
    for text in row.texts.all():
        if gaps := [*found_in(text.subject), *found_in(text.body)]:
            raise Refused(f"The text in {text.language} has a gap: {gaps[0]}. Say what belongs there.")
    Mailing.objects.filter(pk=row.pk).update(
        state=State.IN_REVIEW,
        submitted_by=by,
        submitted_at=now,
        sent_back_because="",
        merged=merging.fix(row),
    )


@recorded
@transaction.atomic
def approve(*, mailing: Mailing, seen: str, by: AbstractBaseUser, now: datetime) -> None:
    """`seen` is the digest of what `by` had on the screen; an approval of anything else is refused."""
    row = locked(mailing)
    MOVES.check(row.state, State.APPROVED, thing="mailing")
    if by.pk in (row.written_by_id, row.submitted_by_id):
        raise Refused("You wrote or submitted this mailing. A second person has to approve it.")
    digest = wording.digest(row)
    if seen != digest:
        raise Refused("The text or the news was changed while you were reading. Read it again, then approve.")
    Mailing.objects.filter(pk=row.pk).update(
        state=State.APPROVED, approved_by=by, approved_at=now, digest=digest
    )


@recorded
@transaction.atomic
def send_back(*, mailing: Mailing, reason: str, by: AbstractBaseUser, now: datetime) -> None:
    said = reason_of(reason, ask="Say why it goes back, so that its writer knows what to change.")
    row = locked(mailing)
    MOVES.check(row.state, State.DRAFT, thing="mailing")
    Mailing.objects.filter(pk=row.pk).update(state=State.DRAFT, sent_back_because=said, **UNAPPROVED)
