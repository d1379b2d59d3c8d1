"""Counts and keys of rows are about nobody; a link knows for whom it was made (kit/personal.py)."""

from datetime import timedelta

from kit.personal import PARTNER, Kept, declare
from reports.models import DayCount, Reading, ReportLink

LINKS = timedelta(days=90)

declare(DayCount, plain="country")
declare(Reading, plain="name content")
declare(
    ReportLink,
    Kept(
        "for_whom",
        whose=PARTNER,
        until="90 days after the link ended",
        over=lambda now: ReportLink.objects.filter(expires_at__lt=now - LINKS),
    ),
    plain="token_hash",
)
