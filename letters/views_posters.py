"""Posters and signature sheets for everybody. Making one costs a second of processor time, so that few are made and many handed out."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from appeals import showing
from appeals.showing import Shown
from letters import posters
from letters.pressing import PressMissing, PressRefused

MADE_A_MINUTE = 6  # for one appeal, by one process: its papers in two languages, once
KEPT_SECONDS = 24 * 3600
PUBLIC_SECONDS = 3600


@require_safe
def poster(request: HttpRequest, slug: str, paper: str) -> HttpResponse:
    one, language = _found(slug)
    return _answer(request, one, posters.poster(one, paper=paper, language=language), f"{slug}-{paper}")


@require_safe
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    one, language = _found(slug)
    return _answer(request, one, posters.sheet(one, language=language), f"{slug}-sheet")


def _found(slug: str) -> tuple[Shown, str]:
    language = get_language() or "en"
    one = showing.one(slug, language=language)
    if (
        one is None or one.appeal.state != one.appeal.State.OPEN
    ):  # nobody should hang up what cannot be signed
        raise Http404
    return one, language


def _answer(request: HttpRequest, one: Shown, page: posters.Page, name: str) -> HttpResponse:
    etag = quote_etag(page.digest)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    pdf = cache.get(f"paper:{page.digest}")
    if pdf is None:
        if not _may_make(one):
            return _later()
        try:
            pdf = posters.pressed(page)
        except PressRefused as refused:
            raise Http404(str(refused)) from refused
        except PressMissing:
            return _later()
        cache.set(f"paper:{page.digest}", pdf, KEPT_SECONDS)
    headers = {"ETag": etag, "Content-Disposition": f'inline; filename="{name}.pdf"'}
    response = HttpResponse(pdf, content_type="application/pdf", headers=headers)
    patch_cache_control(response, public=True, max_age=PUBLIC_SECONDS)
    return response


def _may_make(one: Shown) -> bool:
    """Count in the cache. Two requests at the same moment may both be first; one page more in a minute harms nobody."""
    key = f"paper-made:{one.appeal.pk}"
    return cache.add(key, 1, 60) or cache.incr(key) <= MADE_A_MINUTE


def _later() -> HttpResponse:
    return HttpResponse(status=503, headers={"Retry-After": "60", "Cache-Control": "no-store"})
