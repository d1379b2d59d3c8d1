"""A partner's link to one handover: shown once, good for some days, taken back at any time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from kit.refusals import Refused
from kit.tokens import hash_token, new_token
from letters.models import Handover, HandoverLink
from trail.recording import recorded

PURPOSE = "handover"
DAYS = (7, 30, 90)


@dataclass(frozen=True)
class Given:
    """`address` is nowhere else: whoever loses it gets a new link."""

    link: HandoverLink
    address: str


@recorded
def give(*, handover: Handover, for_whom: str, days: int, by: Any, now: datetime) -> Given:
    if not for_whom.strip():
        raise Refused("Say who gets the link: the next person on duty will ask.", field="for_whom")
    if days not in DAYS:
        raise Refused("Choose one of the offered numbers of days.", field="days")
    token = new_token()
    link = HandoverLink.objects.create(
        handover=handover,
        for_whom=for_whom.strip()[:200],
        token_hash=hash_token(token, purpose=PURPOSE),
        given_by=by,
        given_at=now,
        expires_at=now + timedelta(days=days),
    )
    with translation.override(handover.language):
        return Given(link, settings.OUTCRY_URL + reverse("handover", args=[token]))


@recorded
def revoke(*, link: HandoverLink, by: Any, now: datetime) -> None:
    if not HandoverLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now, revoked_by=by):
        raise Refused("This link has been taken back already.")


def by_token(token: str, *, now: datetime) -> HandoverLink | None:
    """The link that opens a handover at `now`, with all that its page shows. One statement."""
    found = HandoverLink.objects.live(now).select_related("handover__appeal", "handover__target")
    return found.filter(token_hash=hash_token(token, purpose=PURPOSE)).first()
