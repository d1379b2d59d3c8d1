"""Chidi follows the appeals with a feed reader: Atom, RSS and JSON, without anybody knowing him."""

import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client

from appeals import publishing
from tests import people

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SIX = [f"/en/feeds/{place}.{ending}" for place in ("appeals", "news") for ending in ("atom", "rss", "json")]


def appeals(number: int) -> list:
    return [people.an_open_appeal(case=people.a_case(slug=f"baker-{at}")) for at in range(number)]


def test_an_open_appeal_is_in_the_three_feeds(client: Client):
    appeal = people.an_open_appeal()
    address = "http://127.0.0.1:8000/en/appeals/free-the-baker/?via=feed"

    entry = ElementTree.fromstring(client.get("/en/feeds/appeals.atom").content).find(f"{ATOM}entry")  # noqa: S314 -- our own answer
    assert entry.findtext(f"{ATOM}title") == "Free the baker"
    assert entry.findtext(f"{ATOM}summary") == "She baked bread for strikers."
    assert entry.find(f"{ATOM}link").get("href") == address
    assert entry.findtext(f"{ATOM}id") == "tag:127.0.0.1,2026-11-22:appeal/free-the-baker"
    item = ElementTree.fromstring(client.get("/en/feeds/appeals.rss").content).find("channel/item")  # noqa: S314 -- our own answer
    assert [item.findtext(name) for name in ("title", "link", "description")] == [
        "Free the baker",
        address,
        "She baked bread for strikers.",
    ]
    assert item.find("guid").get("isPermaLink") == "false"
    feed = json.loads(client.get("/en/feeds/appeals.json").content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "http://127.0.0.1:8000/en/feeds/appeals.json"
    assert feed["language"] == "en"
    assert feed["items"] == [
        {
            "id": "tag:127.0.0.1,2026-11-22:appeal/free-the-baker",
            "url": address,
            "title": "Free the baker",
            "content_text": "She baked bread for strikers.",
            "date_published": appeal.opened_at.isoformat(),
            "date_modified": appeal.opened_at.isoformat(),
        }
    ]


def test_a_feed_speaks_the_language_of_its_address(client: Client):
    people.an_open_appeal()
    feed = json.loads(client.get("/de/feeds/appeals.json").content)
    assert (feed["language"], feed["items"][0]["title"]) == ("de", "Freiheit für die Bäckerin")


def test_a_draft_and_a_closed_appeal_are_in_no_feed_of_open_ones(client: Client):
    people.an_appeal(case=people.a_case(slug="draft"))
    closed = people.an_open_appeal(case=people.a_case(slug="closed"))
    publishing.close(appeal=closed, by=people.dana(), reason="She is free.", now=people.NOW)
    assert json.loads(client.get("/en/feeds/appeals.json").content)["items"] == []


def test_how_an_appeal_ended_is_news(client: Client):
    appeal = people.an_open_appeal()
    publishing.win(
        appeal=appeal, by=people.dana(), reason="She bakes again.", now=people.NOW + timedelta(days=2)
    )
    (item,) = json.loads(client.get("/en/feeds/news.json").content)["items"]
    assert item["title"] == "Free the baker"
    assert item["content_text"] == "24 November 2026: This appeal is won. She bakes again."
    assert item["id"] == "tag:127.0.0.1,2026-11-22:news/free-the-baker/end"


@pytest.mark.parametrize("address", SIX)
def test_who_has_the_feed_is_told_that_nothing_changed(client: Client, address):
    people.an_open_appeal()
    first = client.get(address)
    assert first.cookies == {}
    assert first.headers["Last-Modified"]
    again = client.get(address, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("place", "queries"), [("appeals", 5), ("news", 7)])
def test_a_feed_costs_the_same_for_one_and_three(
    client: Client, django_assert_num_queries, number, place, queries
):
    appeals(number)
    with django_assert_num_queries(queries):
        client.get(f"/en/feeds/{place}.atom")


def test_the_index_names_the_feeds(client: Client):
    page = client.get("/en/").content.decode()
    assert [address for address in SIX if f'href="{address}"' in page] == [*SIX[:3], SIX[3]]
