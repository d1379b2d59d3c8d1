"""A handover for partners, behind a link that is good for some days. Every answer here only shows; found by its token or not at all."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from appeals.views_frame import addresses, language
from letters import handover_links
from letters.handed_out import handed_out
from letters.handover_words import counted_in_list, gone_since, numbers
from letters.models import HandoverLink
from letters.views_links import behind_link


@behind_link(handover_links.by_token)
def page(request: HttpRequest, link: HandoverLink, token: str) -> HttpResponse:
    handover = link.handover
    context = {
        "handover": handover,
        "link": link,
        "token": token,
        "languages": addresses("handover", token),
        **numbers(handover, language()),
    }
    if handover.is_made:
        context |= {"list_counts": counted_in_list(handover), "gone_since": gone_since(handover)}
    return render(request, "public/handover.html", context)


@behind_link(handover_links.by_token)
def pdf(request: HttpRequest, link: HandoverLink, token: str) -> HttpResponseBase:
    return handed_out(request, link.handover, "pdf") or _not_there(request)


@behind_link(handover_links.by_token)
def csv(request: HttpRequest, link: HandoverLink, token: str) -> HttpResponseBase:
    return handed_out(request, link.handover, "csv") or _not_there(request)


def _not_there(request: HttpRequest) -> HttpResponse:
    return render(request, "public/handover_not_made.html", status=404)
