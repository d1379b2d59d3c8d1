"""Public pages of cases. They stand in this room, above campaigns/, because they lead on to what can be signed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from appeals import previewing
from appeals.models import Appeal
from appeals.views_frame import PAGE_SECONDS, addresses, language
from campaigns import listing, presenting, safety
from campaigns.models import Case
from campaigns.searching import LONGEST_QUERY
from kit.keeping import kept

PARTS = {str(number) for number in range(1, 100)}  # of a case's timeline, as an address may name them


@require_safe
@kept(PAGE_SECONDS)
@gzip_page  # nothing on these pages is secret, so that its length tells nobody anything
def cases(request: HttpRequest) -> HttpResponse:
    query = " ".join(request.GET.get("q", "")[:LONGEST_QUERY].split())
    context = {"query": query, "campaigns": listing.cases(query), "languages": addresses("cases")}
    return render(request, "public/cases.html", context)


@require_safe
@kept(PAGE_SECONDS)
@gzip_page  # nothing on these pages is secret, so that its length tells nobody anything
def case(request: HttpRequest, slug: str) -> HttpResponse:
    found = safety.shown(Case.objects.filter(slug=slug)).select_related("campaign").first()
    if found is None:
        raise Http404
    part = request.GET.get("part", "1")
    whole = presenting.page(found, language=language())
    page = presenting.part_of(whole, int(part)) if part in PARTS else None
    if page is None:
        raise Http404
    context = {
        "page": page,
        "appeals": _open_appeals(found),
        "languages": addresses("case", slug),
    }
    return render(request, "public/case.html", context)


def _open_appeals(case: Case) -> list:
    """(appeal, its text in the reader's language) for what can be signed now. Three queries, or one when nothing can."""
    appeals = list(Appeal.objects.open(timezone.now()).filter(case=case).order_by("opened_at", "pk"))
    wordings = previewing.wordings_of(appeals) if appeals else {}
    pairs = [(appeal, wordings[appeal.pk].best(language())) for appeal in appeals]
    return [(appeal, text) for appeal, text in pairs if text]
