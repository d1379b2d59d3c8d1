"""The page on which helpers mark letters of one batch, on their phone, behind a link that works for a day.

A GET shows, a POST acts. Nobody logs in, nothing is kept about who helps, and no signer is named: references and
destinations alone.
"""

from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from kit.refusals import Refused
from letters import marking, marking_links, progress, pulling
from letters.marking import PullOut, Who
from letters.models import MarkingLink
from letters.models.print_states import MARKED

MOST_TYPED = 300  # an address from a scanner is shorter


def _for_helpers(view: Any) -> Any:
    @wraps(view)
    @never_cache
    def found(request: HttpRequest, token: str) -> HttpResponse:
        link = marking_links.by_token(token, now=timezone.now())
        if link is None:
            return render(request, "public/marking_over.html", status=404)
        return view(request, link, token)

    return found


def _act(view: Any) -> Any:
    """A button. Its refusal is said on the page that shows how things stand; else the page is opened afresh."""

    @wraps(view)
    def acting(request: HttpRequest, link: MarkingLink, token: str) -> HttpResponse:
        try:
            view(request, link)
        except PullOut as stopped:
            return page(request, link, token, pull=stopped.pull, status=409)
        except Refused as refused:
            return page(request, link, token, refusal=refused.message, status=409)
        return redirect("marking", token=token)

    # The token in the address is the secret: a page of somebody else's does not know it.
    return csrf_exempt(require_POST(_for_helpers(acting)))


@require_safe
@_for_helpers
def marking_page(request: HttpRequest, link: MarkingLink, token: str) -> HttpResponse:
    return page(request, link, token)


@_act
def mark(request: HttpRequest, link: MarkingLink) -> None:
    """One letter, by its reference."""
    marking.mark_one(
        batch=link.batch,
        typed=request.POST.get("letter", "")[:MOST_TYPED],
        to=_to(request),
        who=Who(link=link),
        anyway="anyway" in request.POST,
        now=timezone.now(),
    )


@_act
def mark_destination(request: HttpRequest, link: MarkingLink) -> None:
    expected = request.POST.get("expected", "")
    marking.mark_destination(
        batch=link.batch,
        country=marking.country_in(request.POST.get("country", "")),
        to=_to(request),
        expected=int(expected) if expected.isdecimal() and len(expected) < 9 else -1,
        who=Who(link=link),
        now=timezone.now(),
    )


@_act
def undo(request: HttpRequest, link: MarkingLink) -> None:
    typed = request.POST.get("mark", "")
    number = int(typed) if typed.isdecimal() and len(typed) < 18 else 0
    # What somebody of the staff has marked is theirs to take back, at the desk.
    mark = link.batch.marks.filter(pk=number, by=None).first()
    if mark is not None:
        marking.undo(mark=mark, now=timezone.now())


def _to(request: HttpRequest) -> str:
    to = request.POST.get("to", "")
    if to not in MARKED:
        raise BadRequest("No button of this page was pressed.")
    return to


def page(
    request: HttpRequest,
    link: MarkingLink,
    token: str,
    *,
    refusal: str = "",
    pull: pulling.Pull | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    pulls = pulling.to_pull_out(link.batch, now=now)
    places = progress.places(link.batch)
    for_country: dict[str, int] = {}
    for one in pulls:
        for_country[one.country] = for_country.get(one.country, 0) + 1
    context = {
        "batch": link.batch,
        "link": link,
        "token": token,
        "refusal": refusal,
        "pull": pull,
        "pulls": pulls,
        "places": [(place, place.printed - for_country.get(place.country, 0)) for place in places],
        "marks": marking.last_marks(link.batch),
        "letters": sum(place.letters for place in places),
        "posted": sum(place.posted for place in places),
    }
    return render(request, "public/marking.html", context, status=status)
