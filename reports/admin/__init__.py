"""The staff's doors to what is counted. Nothing is edited here."""

from reports.admin.campaign_report import CampaignReportAdmin

__all__ = ["CampaignReportAdmin"]
