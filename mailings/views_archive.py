"""Updates as anyone may read them, each on a page of its own, and their feeds. No cookie, the same for everybody."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from appeals import news, showing
from appeals.views_feeds import OurFeed
from appeals.views_frame import PAGE_SECONDS, addresses, language
from kit.keeping import kept
from mailings import archive
from mailings.archive import Update


@require_safe
@kept(PAGE_SECONDS)
@gzip_page  # nothing on these pages is secret, so that its length tells nobody anything
def updates(request: HttpRequest) -> HttpResponse:
    context = {"updates": archive.newest(language=language()), "languages": addresses("updates")}
    return render(request, "public/updates.html", context)


@require_safe
@kept(PAGE_SECONDS)
@gzip_page  # nothing on these pages is secret, so that its length tells nobody anything
def update(request: HttpRequest, pk: int) -> HttpResponse:
    found = archive.one(pk, language=language())
    if found is None:
        raise Http404
    context = {
        "update": found,
        "languages": addresses("update", str(pk)),
    }
    return render(request, "public/update.html", context)


class Updates(OurFeed):
    name = "feed_updates"
    title = gettext_lazy("Outcry: updates")
    description = gettext_lazy("What we wrote to those who signed.")

    def items(self) -> list[Update]:
        return archive.newest(language=language())

    def item_title(self, item: Update) -> str:
        return item.subject

    def item_description(self, item: Update) -> str:
        return item.body.text

    def item_link(self, item: Update) -> str:
        return showing.address("update", str(item.mailing.pk), language=language())

    def item_guid(self, item: Update) -> str:
        return news.tag("update", str(item.mailing.pk), self.item_pubdate(item))

    def item_pubdate(self, item: Update) -> datetime:
        return item.told_at

    item_updateddate = item_pubdate
