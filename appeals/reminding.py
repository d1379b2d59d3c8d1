"""Remind those who did not confirm: after one day and after three, and never again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from appeals.allowing import allow
from appeals.models import Appeal, Signature
from campaigns import status
from outbox import queueing

KIND = "reminder"
AFTER = (timedelta(days=1), timedelta(days=3))
# Whoever did not want to for a week does not want to; so nobody hears from us after a long outage either.
NEVER_AFTER = timedelta(days=7)
APART = timedelta(days=1)
MOST_AT_ONCE = 500
MAIL_IS_GOOD_FOR = timedelta(days=1)


@transaction.atomic
def remind(*, now: datetime) -> int:
    """Return how many reminders are new in the outbox. A constant number of statements for up to MOST_AT_ONCE.

    Two ticks at once queue the same keys, which the outbox makes one message of. Where the mailbox has had
    its mail for today, the reminder is looked at again tomorrow.
    """
    found = list(_due(now).select_related("supporter", "appeal").order_by("created_at")[:MOST_AT_ONCE])
    held = status.held_cases({signature.appeal.case_id for signature in found}) if found else {}
    chosen = [signature for signature in found if signature.appeal.case_id not in held]
    if not chosen:
        return 0
    allowed = allow(chosen, now=now)
    rows = [_row(signature, now) for signature in allowed]
    _note(chosen, now, reminders=None)
    for before in range(len(AFTER)):
        _note([one for one in allowed if one.reminders == before], now, reminders=before + 1)
    return queueing.enqueue_many(kind=KIND, rows=rows, now=now)


def _due(now: datetime) -> QuerySet[Signature]:
    late = Q()
    for before, after in enumerate(AFTER):
        late |= Q(reminders=before, created_at__lte=now - after)
    return Signature.objects.filter(
        late,
        Q(reminded_at=None) | Q(reminded_at__lte=now - APART),
        state=Signature.State.PENDING,
        # Where a person looks first, the first mail has not been sent either.
        moderation__in=[Signature.Moderation.NONE, Signature.Moderation.PASSED],
        reminders__lt=len(AFTER),
        created_at__gt=now - NEVER_AFTER,
        supporter__isnull=False,
        appeal__in=Appeal.objects.open(now),
    ).exclude(link_seed="")


def _row(signature: Signature, now: datetime) -> queueing.Row:
    assert signature.supporter is not None  # noqa: S101 -- asked for in _due
    return queueing.Row(
        key=f"{KIND}:{signature.pk}:{signature.created_at:%Y%m%d%H%M%S}:{signature.reminders + 1}",
        to=signature.supporter.email,
        values={"signature": signature.pk},
        expires_at=now + MAIL_IS_GOOD_FOR,
    )


def _note(signatures: Sequence[Signature], now: datetime, *, reminders: int | None) -> None:
    """That these were looked at now and, with a number, which reminder it was."""
    if signatures:
        rows = Signature.objects.filter(pk__in=[one.pk for one in signatures], state=Signature.State.PENDING)
        if reminders is None:
            rows.update(reminded_at=now)
        else:
            rows.filter(reminders=reminders - 1).update(reminders=reminders)
