from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.sealed_fields import SealedTextField
from kit.staff import by_staff


class PartnerLinkQuerySet(models.QuerySet[Any]):
    def live(self, now: datetime) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=now)


class PartnerLink(models.Model):
    """A partner's way to one thing without an account. The token was shown once; only its hash stands here."""

    for_whom = SealedTextField(_("for whom"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    given_by = by_staff(_("given by"))
    given_at = models.DateTimeField(_("given"))
    expires_at = models.DateTimeField(_("expires"))
    revoked_by = by_staff(_("revoked by"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = PartnerLinkQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="%(class)s_revoked_is_whole",
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="%(class)s_expires_after_it_was_given",
                condition=Q(expires_at__gt=F("given_at")),
            ),
        ]
