from campaigns.models import Campaign


class CampaignReport(Campaign):
    """A campaign, as its partner report reads it (reports/partner_report.py). No table of its own."""

    class Meta:
        proxy = True
        ordering = ["name"]
        verbose_name = "partner report"
        verbose_name_plural = "partner reports"
        default_permissions = ("view",)
        permissions = [("give_report", "Can give partners links to reports and take them back")]
