from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from campaigns.states import Health, TargetStatus


def oldest_fresh(now: datetime) -> date:
    """What was verified before this day has to be checked again."""
    return timezone.localdate(now) - timedelta(days=settings.OUTCRY_CONTACT_MAX_AGE_DAYS)


class ContactQuerySet(models.QuerySet):
    def public(self) -> Self:
        """What a demonstration verified is shown nowhere else: its address may be as invented as its check."""
        return self if settings.OUTCRY_DEMO else self.filter(for_demonstration=False)

    def usable(self) -> Self:
        """Verified and working. What was verified for the demonstration counts nowhere but there."""
        return self.public().filter(health=Health.WORKING, verified_on__isnull=False)

    def due_for_check(self, now: datetime) -> Self:
        """The desk's work list: never verified, verified too long ago, or failing; the longest unverified first.

        Dead addresses and closed offices are no work.
        """
        is_old = Q(verified_on__isnull=True) | Q(verified_on__lt=oldest_fresh(now)) | Q(health=Health.FAILING)
        if not settings.OUTCRY_DEMO:
            is_old |= Q(for_demonstration=True)
        return (
            self.filter(is_old)
            .exclude(health=Health.DEAD)
            .exclude(target__status=TargetStatus.CLOSED)
            .order_by(F("verified_on").asc(nulls_first=True), "target__name", "pk")
        )
