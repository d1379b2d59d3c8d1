from reports.models.campaign_report import CampaignReport
from reports.models.day_count import DayCount
from reports.models.reading import Reading
from reports.models.report_link import ReportLink

__all__ = ["CampaignReport", "DayCount", "Reading", "ReportLink"]
