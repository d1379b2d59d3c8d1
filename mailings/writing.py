"""Begin an update by hand, and choose whom a mailing is for. What is chosen is approved with the text."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from kit.refusals import Refused
from mailings.approving import UNAPPROVED, locked
from mailings.models import Mailing
from mailings.states import UNRELEASED, State
from trail.recording import recorded

# Of every mailing; the others are of one that a person has begun.
NARROWING = ("countries", "languages", "signed_since", "signed_before", "in_archive")
AIM = ("appeal", "reach", *NARROWING)


@recorded
def begin(*, mailing: Mailing, by: AbstractBaseUser, now: datetime) -> None:
    """Save a new update of `by`, with its case and its aim; its texts come next."""
    mailing.kind = Mailing.Kind.UPDATE
    mailing.created_at = mailing.written_at = now
    mailing.written_by = by  # type: ignore[assignment]  # whatever class users are of
    _check(mailing)
    mailing.save()


@recorded
@transaction.atomic
def aim(*, mailing: Mailing, chosen: Mapping[str, Any], by: AbstractBaseUser, now: datetime) -> None:
    """Set some of AIM; the mailing is a draft again, whatever it was approved as."""
    row = locked(mailing)
    if row.state not in UNRELEASED:
        raise Refused(f"This mailing is {row.get_state_display()}: whom it is for stands.")
    may = AIM if row.kind == Mailing.Kind.UPDATE else NARROWING
    if wrong := sorted(set(chosen) - set(may)):
        raise Refused(f"Of this mailing the house decides {wrong[0]}.", field=wrong[0])
    for name, value in chosen.items():
        setattr(row, name, value)
    _check(row)
    values = {name: getattr(row, name) for name in chosen}
    Mailing.objects.filter(pk=row.pk).update(
        state=State.DRAFT, written_by=by, written_at=now, **{**UNAPPROVED, **values}
    )


def _check(mailing: Mailing) -> None:
    if mailing.kind == Mailing.Kind.UPDATE and mailing.reach == Mailing.Reach.APPEAL and not mailing.appeal:
        raise Refused("Choose the appeal whose signers get it.", field="appeal")
    if mailing.kind == Mailing.Kind.UPDATE and mailing.appeal and mailing.appeal.case_id != mailing.case_id:
        raise Refused("That appeal is of another case.", field="appeal")
    if mailing.signed_since and mailing.signed_before and mailing.signed_since >= mailing.signed_before:
        raise Refused("Nobody signed since a day and before an earlier one.", field="signed_before")
