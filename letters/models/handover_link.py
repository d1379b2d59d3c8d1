from django.db import models
from django.utils.translation import gettext_lazy as _

from letters.models.partner_link import PartnerLink


class HandoverLink(PartnerLink):
    """A partner's way to one handover without an account."""

    handover = models.ForeignKey("letters.Handover", on_delete=models.CASCADE, related_name="links")

    class Meta(PartnerLink.Meta):
        verbose_name = _("partner link")
        verbose_name_plural = _("partner links")

    def __str__(self) -> str:
        return f"{self.handover}: {self.given_at:%Y-%m-%d %H:%M}"
