from xml.etree import ElementTree

import pytest
from django.test import Client

from tests import people

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
HERE = "http://127.0.0.1:8000"


CODES = ("en", "ru", "kk", "uk", "de", "fr", "es", "pl", "tr")


def urls(client: Client) -> dict[str, dict[str, str]]:
    """Return {address: {language: its address there}}."""
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 -- our own answer
    return {
        url.findtext("s:loc", namespaces=NAMES): {
            link.get("hreflang"): link.get("href") for link in url.findall("x:link", NAMES)
        }
        for url in tree.findall("s:url", NAMES)
    }


def test_every_public_page_is_there_in_every_language(client: Client):
    people.an_open_appeal()
    found = urls(client)
    pages = ("", "cases/", "offices/", "appeals/free-the-baker/", "cases/baker/")
    assert sorted(found) == sorted(f"{HERE}/{code}/{page}" for code in CODES for page in pages)
    assert found[f"{HERE}/de/appeals/free-the-baker/"] == {
        **{code: f"{HERE}/{code}/appeals/free-the-baker/" for code in CODES},
        "x-default": f"{HERE}/appeals/free-the-baker/",  # leads on to the reader's language
    }


def test_a_draft_is_not_told_to_search_engines(client: Client):
    people.an_appeal()
    assert f"{HERE}/en/appeals/free-the-baker/" not in urls(client)


@pytest.mark.parametrize("number", [1, 3])
def test_the_map_costs_the_same_for_one_and_three(client: Client, django_assert_num_queries, number):
    for at in range(number):
        people.an_open_appeal(case=people.a_case(slug=f"baker-{at}"))
    with django_assert_num_queries(2):
        client.get("/sitemap.xml")


def test_robots_are_kept_from_private_pages(client: Client):
    answer = client.get("/robots.txt")
    assert answer.cookies == {}
    lines = answer.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /*/signature/", "Disallow: /*/appeals/*.pdf"} <= set(lines)
    assert lines[-1] == f"Sitemap: {HERE}/sitemap.xml"
