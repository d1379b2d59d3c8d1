"""What search engines are told: every public page in every language, and where they have no business."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemaps
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_page
from django.views.decorators.http import require_safe

from appeals.models import Appeal
from campaigns import safety
from campaigns.models import Case

SITEMAP_SECONDS = 600
# Pages behind a link from a mail, answers to forms, the desk; and papers, each of which costs a second to make.
PRIVATE = (
    "/admin/",
    "/mail/",
    "/*/signature/",
    "/*/check-your-mail/",
    "/*/correct/",
    "/*/appeals/*.pdf",
    "/V/",
    "/v/",
    "/*/v/",
)


class _Ours(Sitemap):
    i18n = alternates = x_default = True
    protocol = urlsplit(settings.OUTCRY_URL).scheme
    limit = 5_000  # items; the format allows 50,000 addresses, and each item has one for every language

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.OUTCRY_URL).netloc


class Pages(_Ours):
    def items(self) -> list[str]:
        return ["index", "cases", "offices"]

    def location(self, item: str) -> str:
        return reverse(item)


class Appeals(_Ours):
    def items(self) -> QuerySet[Appeal]:
        return Appeal.objects.filter(opened_at__isnull=False).order_by("pk")

    def location(self, item: Appeal) -> str:
        return reverse("appeal", args=[item.slug])

    def lastmod(self, item: Appeal) -> datetime | None:
        return item.closed_at or item.opened_at


class Cases(_Ours):
    def items(self) -> QuerySet[Case]:
        return safety.shown(Case.objects.all()).order_by("pk")

    def location(self, item: Case) -> str:
        return reverse("case", args=[item.slug])

    def lastmod(self, item: Case) -> datetime | None:
        return item.closed_at or item.published_at


SITEMAPS: dict[str, type[Sitemap] | Sitemap] = {"pages": Pages, "appeals": Appeals, "cases": Cases}


@require_safe
@cache_page(SITEMAP_SECONDS)
def sitemap(request: HttpRequest) -> HttpResponse:
    return sitemaps.sitemap(request, SITEMAPS).render()


@require_safe
@cache_page(SITEMAP_SECONDS)
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in PRIVATE),
        "",
        f"Sitemap: {settings.OUTCRY_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
