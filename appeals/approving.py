"""Submit, approve and send back an appeal text. Who last wrote it can't approve it: two people for every letter."""

from datetime import datetime
from typing import Any

from django.db import transaction

from appeals import wording
from appeals.models import AppealText
from appeals.states import TEXT
from kit.refusals import Refused

UNAPPROVED: dict[str, Any] = {"approved_by": None, "approved_at": None, "digest": ""}


def write(*, text: AppealText, by: Any, now: datetime) -> None:
    """Save an edited or new text as a draft of `by`; whatever approval it had is gone."""
    text.state = AppealText.State.DRAFT
    text.approved_by = text.approved_at = None
    text.digest = ""
    text.written_by, text.written_at = by, now
    text.save()


def submit(*, text: AppealText, by: Any, now: datetime) -> None:
    TEXT.check(text.state, AppealText.State.IN_REVIEW, thing="text")
    _refuse_gaps(text)
    AppealText.objects.filter(pk=text.pk, state=text.state).update(
        state=AppealText.State.IN_REVIEW, sent_back_because=""
    )


@transaction.atomic
def approve(*, text: AppealText, by: Any, now: datetime) -> None:
    """Bind `by`'s approval to the digest of the words as they are in the database now."""
    text = AppealText.objects.select_related("appeal").get(pk=text.pk)
    TEXT.check(text.state, AppealText.State.APPROVED, thing="text")
    if by == text.written_by:
        raise Refused("You wrote or last changed this text. A second person has to approve it.")
    _refuse_gaps(text)
    demands = wording.demands_in([text.appeal])[text.appeal_id]
    changed = AppealText.objects.filter(
        pk=text.pk, state=AppealText.State.IN_REVIEW, written_at=text.written_at
    ).update(
        state=AppealText.State.APPROVED, approved_by=by, approved_at=now, digest=wording.digest(text, demands)
    )
    if not changed:
        raise Refused("This text was changed while you were reading it. Read it again, then approve.")


def send_back(*, text: AppealText, by: Any, reason: str, now: datetime) -> None:
    if not reason.strip():
        raise Refused("Say why the text goes back, so that its writer knows what to change.", field="reason")
    TEXT.check(text.state, AppealText.State.DRAFT, thing="text")
    AppealText.objects.filter(pk=text.pk, state=text.state).update(
        state=AppealText.State.DRAFT, sent_back_because=reason.strip()[:300], **UNAPPROVED
    )


def _refuse_gaps(text: AppealText) -> None:
    demands = wording.demands_in([text.appeal_id])[text.appeal_id].get(text.language, [])
    if not demands:
        raise Refused("The appeal has no demands yet. Add at least one, then submit the text.")
    if "" in demands:
        raise Refused(
            f"Demand {demands.index('') + 1} has no wording in this language ({text.language}). Add it to the demand."
        )
