"""Links for helpers: no log-in, one batch, until the end of a day. Shown once; only the hash is kept."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from kit.refusals import Refused
from kit.tokens import hash_token, new_token
from letters.models import MarkingLink, PrintBatch
from trail.recording import recorded

PURPOSE = "marking"
MOST_DAYS = 31


@recorded
def make_link(*, batch: PrintBatch, day: date, by: Any, now: datetime) -> str:
    """Return the token, which nobody can be shown again. The day is one of the desk's clock, and ends with it."""
    today = timezone.localdate(now)
    if not today <= day <= today + timedelta(days=MOST_DAYS):
        raise Refused(f"Choose today or a day within {MOST_DAYS} days.", field="day")
    token = new_token()
    MarkingLink.objects.create(
        batch=batch,
        token_hash=hash_token(token, purpose=PURPOSE),
        made_by=by,
        made_at=now,
        expires_at=timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)),
    )
    return token


def by_token(token: str, *, now: datetime) -> MarkingLink | None:
    """The link, while it works. One query."""
    link = (
        MarkingLink.objects.select_related("batch")
        .filter(token_hash=hash_token(token, purpose=PURPOSE))
        .first()
    )
    return link if link and link.works(now) else None


@recorded
def revoke(*, link: MarkingLink, by: Any, now: datetime) -> None:
    if not MarkingLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now, revoked_by=by):
        raise Refused("This link has been revoked already.")
