from django.db import models
from django.utils.translation import gettext_lazy as _


class Suppression(models.Model):
    """A mailbox that is never mailed. Only its keyed index is kept: the list names nobody."""

    address_index = models.CharField(_("mailbox index"), max_length=64, unique=True, editable=False)
    reason = models.CharField(_("reason"), max_length=200)
    at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("suppression")
        verbose_name_plural = _("suppressions")
        constraints = [
            models.CheckConstraint(name="suppression_has_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.address_index[:8]}…"
