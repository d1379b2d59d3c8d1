"""A handover for partners, behind a link that is good for some days. Every answer here only shows; found by its token or not at all."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appeals.views_frame import addresses, language
from letters import handover_links
from letters.handed_out import handed_out
from letters.handover_words import counted_in_list, gone_since, numbers
from letters.models import HandoverLink


def _private(view: Any) -> Any:
    @wraps(view)
    @require_safe
    @never_cache
    def found(request: HttpRequest, token: str) -> HttpResponseBase:
        link = handover_links.by_token(token, now=timezone.now())
        if link is None:
            response: HttpResponseBase = render(request, "public/link_unknown.html", status=404)
        else:
            response = view(request, link, token)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return found


@_private
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


@_private
def pdf(request: HttpRequest, link: HandoverLink, token: str) -> HttpResponseBase:
    return handed_out(request, link.handover, "pdf") or _not_there(request)


@_private
def csv(request: HttpRequest, link: HandoverLink, token: str) -> HttpResponseBase:
    return handed_out(request, link.handover, "csv") or _not_there(request)


def _not_there(request: HttpRequest) -> HttpResponse:
    return render(request, "public/handover_not_made.html", status=404)
