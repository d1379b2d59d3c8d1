from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.sealed_fields import SealedTextField
from kit.staff import by_staff


class HandoverLinkQuerySet(models.QuerySet["HandoverLink"]):
    def live(self, now: datetime) -> "HandoverLinkQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=now)


class HandoverLink(models.Model):
    """A partner's way to one handover without an account. The token was shown once; only its hash stands here."""

    handover = models.ForeignKey("letters.Handover", on_delete=models.CASCADE, related_name="links")
    for_whom = SealedTextField(_("for whom"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    given_by = by_staff(_("given by"))
    given_at = models.DateTimeField(_("given"))
    expires_at = models.DateTimeField(_("expires"))
    revoked_by = by_staff(_("revoked by"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = HandoverLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner link")
        verbose_name_plural = _("partner links")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="handoverlink_revoked_is_whole",
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="handoverlink_expires_after_it_was_given",
                condition=Q(expires_at__gt=models.F("given_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handover}: {self.given_at:%Y-%m-%d %H:%M}"
