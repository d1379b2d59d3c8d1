"""Feeds of open appeals and of what happened since: Atom, RSS and JSON Feed 1.1, in the language of the address."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils import feedgenerator, timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_page
from django.views.decorators.http import conditional_page, require_safe

from appeals import news, sharing, showing
from appeals.models import Appeal
from appeals.news import News
from appeals.showing import Shown
from appeals.views_frame import language

FEED_SECONDS = 60
MOST = 50


class JSONFeed(feedgenerator.SyndicationFeed):
    """JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: Any, encoding: str) -> None:
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "language": self.feed["language"],
            "items": [
                {
                    "id": item["unique_id"],
                    "url": item["link"],
                    "title": item["title"],
                    "content_text": item["description"],
                    "date_published": item["pubdate"].isoformat(),
                    "date_modified": item["updateddate"].isoformat(),
                }
                for item in self.items
            ],
        }
        outfile.write(json.dumps(feed, ensure_ascii=False).encode(encoding))


FORMATS = {"atom": feedgenerator.Atom1Feed, "rss": feedgenerator.Rss201rev2Feed, "json": JSONFeed}


class OurFeed(Feed):
    name = ""
    format = ""
    item_guid_is_permalink = False

    def link(self) -> str:
        return showing.address("index", language=language())

    def feed_url(self) -> str:
        return showing.address(f"{self.name}_{self.format}", language=language())

    def feed_guid(self) -> str:
        return showing.address(f"{self.name}_atom", language=language())

    def subtitle(self) -> Any:
        return self.description

    def item_pubdate(self, item: Any) -> datetime:
        return item.told_at

    item_updateddate = item_pubdate


class OpenAppeals(OurFeed):
    name = "feed_appeals"
    title = gettext_lazy("Outcry: open appeals")
    description = gettext_lazy(
        "Appeals for people in prison: every signature becomes a letter to an embassy."
    )

    def items(self) -> list[Shown]:
        newest_first = Appeal.objects.open(timezone.now()).order_by("-opened_at", "-pk")
        return showing.shown(newest_first, language=language(), part=slice(MOST))

    def item_title(self, item: Shown) -> str:
        return item.text.title

    def item_description(self, item: Shown) -> str:
        return item.text.lead

    def item_link(self, item: Shown) -> str:
        return sharing.link(item.appeal, source=sharing.Source.FEED, language=language())

    def item_guid(self, item: Shown) -> str:
        return news.tag("appeal", item.appeal.slug, item.appeal.opened_at or item.told_at)


class WhatHappened(OurFeed):
    name = "feed_news"
    title = gettext_lazy("Outcry: what happened since")
    description = gettext_lazy("What happened in the cases of our appeals since these were opened.")

    def items(self) -> list[News]:
        return news.newest(language=language())

    def item_title(self, item: News) -> str:
        return item.of.text.title

    def item_description(self, item: News) -> str:
        return f"{item.when}: {item.words}" if item.when else item.words

    def item_link(self, item: News) -> str:
        return sharing.link(item.of.appeal, source=sharing.Source.FEED, language=language())

    def item_guid(self, item: News) -> str:
        return news.tag("news", item.key, item.of.appeal.opened_at or item.told_at)


def view(feed: type[OurFeed], ending: str) -> Callable[[HttpRequest], HttpResponse]:
    """The feed in one format. Last-Modified is the newest entry's, ETag the content's: a reader asks for little."""
    made = type(feed.__name__, (feed,), {"format": ending, "feed_type": FORMATS[ending]})()
    return require_safe(conditional_page(cache_page(FEED_SECONDS)(made)))
