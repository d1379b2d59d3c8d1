from django.db import models
from django.utils.translation import gettext_lazy as _


class Pace(models.Model):
    """When the next letter may go to a target, over all campaigns. One row a target; moved by letters/scheduling.py only."""

    target = models.OneToOneField("campaigns.Target", on_delete=models.CASCADE, related_name="pace")
    next_at = models.DateTimeField(_("next free turn"))

    class Meta:
        verbose_name = _("pace")
        verbose_name_plural = _("paces")

    def __str__(self) -> str:
        return str(self.target)
