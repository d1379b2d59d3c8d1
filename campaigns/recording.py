"""Record what a source says of somebody's situation; news that changes everything stops letters in the same moment."""

import logging
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from campaigns import contradictions
from campaigns.models import Beneficiary, Case, Citation, Source, StatusRecord
from campaigns.status import held_cases
from kit.refusals import Refused
from kit.wake import wake
from trail.recording import recorded

logger = logging.getLogger("campaigns")


@recorded
@transaction.atomic
def record_status(
    *, record: StatusRecord, source: Source, lines: str, by: AbstractBaseUser, now: datetime
) -> StatusRecord:
    """Save a new record with its source, unreviewed, and return it. Refused names the field; then nothing is saved."""
    # Of two people who record at once, the second is checked against what the first has said.
    Beneficiary.objects.select_for_update().get(pk=record.beneficiary_id)
    try:
        record.full_clean(exclude=["beneficiary"])
    except ValidationError as error:
        field, said = next(iter(error.message_dict.items()))
        raise Refused(str(said[0]), field=field) from error
    contradictions.check(record, today=timezone.localdate(now))
    record.changed_by_id = by.pk
    record.save()
    Citation.objects.create(source=source, lines=lines, status_record=record)
    logger.info("status record %s added by user %s", record.pk, by.pk)
    announce(record)
    return record


def announce(record: StatusRecord) -> None:
    """Wake who must know of a new or changed status; the ticks of letters and mailings would find it seconds later."""
    logger.info("status record %s recorded or changed", record.pk)
    wake("letters.follow_status")
    wake("mailings.draft_news")


def cases_on_hold(record: StatusRecord) -> dict[Case, str]:
    """The cases of this record's person that are on hold, with the reason. Two queries."""
    cases = Case.objects.filter(links__beneficiary=record.beneficiary_id).in_bulk()
    return {cases[pk]: reason for pk, reason in held_cases(cases).items()}


def note_who(*, case: Case, changed_by: AbstractBaseUser) -> None:
    """Who recorded or last changed a case: somebody else has to publish it, or to agree (campaigns/second_look.py)."""
    Case.objects.filter(pk=case.pk).update(changed_by=changed_by, agreed_by=None, agreed_at=None)
    case.changed_by_id, case.agreed_by_id, case.agreed_at = changed_by.pk, None, None
