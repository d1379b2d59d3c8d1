"""The card's address holds a digest of what is on it: what it shows never changes, so that it is kept for ever."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from appeals import card as cards
from appeals import showing
from appeals.views_frame import PAGE_SECONDS, language

YEAR = 365 * 24 * 3600
KEPT_SECONDS = 24 * 3600


@require_safe
def card(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    """A digest of yesterday leads to today's picture: messengers keep addresses for long. Made-up ones draw nothing."""
    found = showing.one(slug, language=language())
    made = cards.card(found.appeal, found.text) if found else None
    if made is None:
        raise Http404
    if digest != made.digest:
        there = redirect("card", slug=slug, digest=made.digest)
        there.headers["Cache-Control"] = f"public, max-age={PAGE_SECONDS}"
        return there
    return _picture(made)


def _picture(made: cards.Card) -> HttpResponse:
    key = f"card:{made.digest}"
    png = cache.get(key)
    if png is None:
        png = cards.draw(made)
        cache.set(key, png, KEPT_SECONDS)
    # Messengers fetch the picture from their own servers and show it on their own pages.
    headers = {
        "Cache-Control": f"public, max-age={YEAR}, immutable",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return HttpResponse(png, content_type="image/png", headers=headers)
