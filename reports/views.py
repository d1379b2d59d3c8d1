"""A report for partners, behind a link that is good for some days. Every answer here only shows; found by its token or not at all."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from appeals.views_frame import addresses, language
from letters import handover_links
from letters.pressing import PressMissing, PressRefused
from letters.views_links import behind_link
from reports import report_links
from reports.hand_over_pack import packed
from reports.handed_out import csv_of, pdf_of
from reports.models import ReportLink
from reports.partner_report import PartnerReport, report
from reports.report_words import told

MADE_A_MINUTE = 6  # papers of one link, by one process: each costs a second of processor time


@behind_link(report_links.by_token)
def page(request: HttpRequest, link: ReportLink, token: str) -> HttpResponse:
    context = {
        "link": link,
        "token": token,
        "languages": addresses("report", token),
        **told(_report(link), language()),
    }
    return render(request, "public/report.html", context)


@behind_link(report_links.by_token)
def pdf(request: HttpRequest, link: ReportLink, token: str) -> HttpResponse:
    return _pressed(request, link, lambda: pdf_of(_report(link), language()))


@behind_link(report_links.by_token)
def csv(request: HttpRequest, link: ReportLink, token: str) -> HttpResponse:
    return csv_of(_report(link), language())


@behind_link(handover_links.by_token)
def pack(request: HttpRequest, link: Any, token: str) -> HttpResponseBase:
    return _pressed(request, link, lambda: packed(request, link.handover, now=timezone.now()))


def _report(link: ReportLink) -> PartnerReport:
    return report(campaign=link.campaign, language=language(), now=timezone.now())


def _pressed(request: HttpRequest, link: Any, make: Any) -> Any:
    """Count in the cache. Two requests at the same moment may both be first; one paper more in a minute harms nobody."""
    key = f"report-made:{link._meta.model_name}:{link.pk}"
    try:
        made = make() if cache.add(key, 1, 60) or cache.incr(key) <= MADE_A_MINUTE else None
    except (PressMissing, PressRefused):
        made = None
    if made is None:
        made = render(request, "public/report_not_made.html", status=503)
        made.headers["Retry-After"] = "60"
    return made
