from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.staff import by_staff


class MarkingLink(models.Model):
    """The way of helpers without a log-in to the page on which they mark one batch, for a day. Only the token's hash is kept."""

    batch = models.ForeignKey("letters.PrintBatch", on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = by_staff()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = by_staff()

    class Meta:
        verbose_name = _("marking link")
        verbose_name_plural = _("marking links")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="markinglink_revoked_knows_who",
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch}, link {self.pk}"

    def works(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at
