"""A partner's link to one handover (letters/partner_links.py)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from kit.tokens import hash_token
from letters.models import Handover, HandoverLink
from letters.partner_links import DAYS, Given, end, new_columns
from trail.recording import recorded

PURPOSE = "handover"
__all__ = ["DAYS", "Given", "by_token", "give", "revoke"]


@recorded
def give(*, handover: Handover, for_whom: str, days: int, by: Any, now: datetime) -> Given:
    token, columns = new_columns(for_whom=for_whom, days=days, purpose=PURPOSE, given_by=by, now=now)
    link = HandoverLink.objects.create(handover=handover, **columns)
    with translation.override(handover.language):
        return Given(link, settings.OUTCRY_URL + reverse("handover", args=[token]))


@recorded
def revoke(*, link: HandoverLink, by: Any, now: datetime) -> None:
    end(link, revoked_by=by, now=now)


def by_token(token: str, *, now: datetime) -> HandoverLink | None:
    """The link that opens a handover at `now`, with all that its page shows. One statement."""
    found = HandoverLink.objects.live(now).select_related("handover__appeal", "handover__target")
    return found.filter(token_hash=hash_token(token, purpose=PURPOSE)).first()
