"""The answers that hand out a report as a file."""

from django.http import HttpResponse

from reports.partner_report import PartnerReport
from reports.report_csv import as_csv
from reports.report_pdf import as_pdf


def pdf_of(report: PartnerReport, language: str) -> HttpResponse:
    """Raise PressRefused, PressMissing."""
    return _file(as_pdf(report, language), report, "application/pdf", "pdf")


def csv_of(report: PartnerReport, language: str) -> HttpResponse:
    return _file(as_csv(report, language), report, "text/csv; charset=utf-8", "csv")


def _file(content: bytes, report: PartnerReport, content_type: str, ending: str) -> HttpResponse:
    name = f"report-{report.campaign.slug}-{report.counted_at.date().isoformat()}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)
