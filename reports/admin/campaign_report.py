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

from appeals.admin.one_right import OneRightAdmin
from campaigns.belonging import theirs
from kit.languages import own_name
from kit.refusals import Refused
from letters.partner_links import DAYS
from letters.pressing import PressMissing, PressRefused
from reports import report_links
from reports.handed_out import csv_of, pdf_of
from reports.models import CampaignReport, ReportLink
from reports.partner_report import report
from reports.report_words import told

FILES = {"pdf": pdf_of, "csv": csv_of}


@admin.register(CampaignReport)
class CampaignReportAdmin(OneRightAdmin):
    right = "reports.view_campaignreport"
    list_display = ["name"]
    search_fields = ["name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return theirs(super().get_queryset(request), request.user, campaign="pk")

    def has_give_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("reports.give_report")

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/link/", wrap(self.link_view), name="reports_campaignreport_link"),
            path("<int:pk>/revoke/<int:link>/", wrap(self.revoke_view), name="reports_campaignreport_revoke"),
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
        return self._page(request, self._found(request, int(object_id) if object_id.isdecimal() else 0))

    def _found(self, request: HttpRequest, pk: int) -> CampaignReport:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def _page(self, request: HttpRequest, campaign: CampaignReport, **more: Any) -> HttpResponse:
        now = timezone.now()
        gives = self.has_give_permission(request)
        context = {
            **self.admin_site.each_context(request),
            "title": campaign.name,
            "opts": self.opts,
            "original": campaign,
            "tongues": [(code, own_name(code)) for code, _name in settings.LANGUAGES],
            "gives": gives,
            "links": campaign.report_links.select_related("given_by", "revoked_by").order_by("-pk")
            if gives
            else [],
            "now": now,
            "choices": DAYS,
            **told(report(campaign=campaign, language="en", now=now), "en"),
            **more,
        }
        return TemplateResponse(request, "admin/reports/campaignreport/page.html", context)

    def file_view(self, request: HttpRequest, pk: int, language: str, ending: str) -> HttpResponse:
        campaign = self._found(request, pk)
        if ending not in FILES or language not in dict(settings.LANGUAGES):
            raise PermissionDenied
        with translation.override(language):
            found = report(campaign=campaign, language=language, now=timezone.now())
            try:
                return FILES[ending](found, language)
            except (PressMissing, PressRefused) as error:
                messages.error(request, f"This file cannot be made: {error}")
        return redirect("admin:reports_campaignreport_change", pk)

    def link_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give a link; its address stands in this one answer and nowhere else, so that there is no redirect."""
        campaign = self._for_post(request, pk)
        days = request.POST.get("days", "")
        try:
            given = report_links.give(
                campaign=campaign,
                for_whom=request.POST.get("for_whom", ""),
                days=int(days) if days.isdecimal() else 0,
                by=request.user,
                now=timezone.now(),
            )
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect("admin:reports_campaignreport_change", pk)
        self.log_change(request, campaign, "Gave a link to a partner.")
        return self._page(request, campaign, given=given)

    def revoke_view(self, request: HttpRequest, pk: int, link: int) -> HttpResponse:
        campaign = self._for_post(request, pk)
        found = get_object_or_404(ReportLink, pk=link, campaign=campaign.pk)
        try:
            report_links.revoke(link=found, by=request.user, now=timezone.now())
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, "Taken back: it opens nothing any more.")
            self.log_change(request, campaign, "Took a partner's link back.")
        return redirect("admin:reports_campaignreport_change", pk)

    def _for_post(self, request: HttpRequest, pk: int) -> CampaignReport:
        if request.method != "POST" or not self.has_give_permission(request):
            raise PermissionDenied
        return self._found(request, pk)
