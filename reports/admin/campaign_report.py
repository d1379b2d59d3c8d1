"""Partner reports at the desk: read by the partners of a campaign and by the staff, handed out as links by those with the right."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone, translation

from campaigns.belonging import theirs
from kit.languages import own_name
from letters.admin.giving_links import GivesLinks
from letters.pressing import PressMissing, PressRefused
from reports import report_links
from reports.handed_out import csv_of, pdf_of
from reports.models import CampaignReport
from reports.partner_report import report
from reports.report_words import told

FILES = {"pdf": pdf_of, "csv": csv_of}


@admin.register(CampaignReport)
class CampaignReportAdmin(GivesLinks):
    right = "reports.view_campaignreport"
    about = "campaign"
    links = "report_links"
    give_link = report_links.give
    revoke_link = report_links.revoke
    list_display = ["name"]
    search_fields = ["name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return theirs(super().get_queryset(request), request.user, campaign="pk")

    def has_give_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("reports.give_report")

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/<str:language>/report.<str:ending>",
                wrap(self.file_view),
                name="reports_campaignreport_file",
            ),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return self.page(request, self.row_for_page(request, int(object_id) if object_id.isdecimal() else 0))

    def row_for_page(self, request: HttpRequest, pk: int) -> CampaignReport:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def page(self, request: HttpRequest, row: CampaignReport, **more: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": row.name,
            "opts": self.opts,
            "original": row,
            "tongues": [(code, own_name(code)) for code, _name in settings.LANGUAGES],
            **self.links_shown(request, row),
            **told(report(campaign=row, language="en", now=timezone.now()), "en"),
            **more,
        }
        return TemplateResponse(request, "admin/reports/campaignreport/page.html", context)

    def file_view(self, request: HttpRequest, pk: int, language: str, ending: str) -> HttpResponse:
        campaign = self.row_for_page(request, pk)
        if ending not in FILES or language not in dict(settings.LANGUAGES):
            raise PermissionDenied
        with translation.override(language):
            found = report(campaign=campaign, language=language, now=timezone.now())
            try:
                return FILES[ending](found, language)
            except (PressMissing, PressRefused) as error:
                messages.error(request, f"This file cannot be made: {error}")
        return redirect("admin:reports_campaignreport_change", pk)
