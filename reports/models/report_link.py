from django.db import models

from letters.models.partner_link import PartnerLink


class ReportLink(PartnerLink):
    """A partner's way to the report of one campaign without an account."""

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="report_links")

    class Meta(PartnerLink.Meta):
        verbose_name = "report link"
        verbose_name_plural = "report links"

    def __str__(self) -> str:
        return f"{self.campaign}: {self.given_at:%Y-%m-%d %H:%M}"
