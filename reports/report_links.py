"""A partner's link to the report of one campaign (letters/partner_links.py)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from campaigns.models import Campaign
from kit.tokens import hash_token
from letters.partner_links import Given, end, new_columns
from reports.models import ReportLink
from trail.recording import recorded

PURPOSE = "report"


@recorded
def give(*, campaign: Campaign, for_whom: str, days: int, by: Any, now: datetime) -> Given:
    token, columns = new_columns(for_whom=for_whom, days=days, purpose=PURPOSE, given_by=by, now=now)
    link = ReportLink.objects.create(campaign_id=campaign.pk, **columns)
    return Given(link, settings.OUTCRY_URL + reverse("report", args=[token]))


@recorded
def revoke(*, link: ReportLink, by: Any, now: datetime) -> None:
    end(link, revoked_by=by, now=now)


def by_token(token: str, *, now: datetime) -> ReportLink | None:
    """The link that opens a report at `now`. One statement."""
    found = ReportLink.objects.live(now).select_related("campaign")
    return found.filter(token_hash=hash_token(token, purpose=PURPOSE)).first()
