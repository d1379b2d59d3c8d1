"""Chidi likes the appeal and wants to hang it up, pass it on, follow it: all of it is found on the page, by a link that works."""

import html
import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import resolve

from appeals import approving, publishing
from appeals.models import AppealText
from tests import people
from tests.people import NOW

pytestmark = pytest.mark.django_db
PAGE = "/de/appeals/free-the-baker/"


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


def spread(page: str) -> str:
    return page.partition('<section class="spread">')[2].partition("</section>")[0]


def test_everything_to_take_along_is_on_the_page(client: Client):
    people.an_open_appeal(act_before=datetime(2100, 1, 1, tzinfo=UTC))
    found = spread(client.get(PAGE).text)
    links = re.findall(r'href="([^"]+)"', found)
    papers = [link for link in links if link.endswith(".pdf")]
    assert papers == [f"{PAGE}{name}.pdf" for name in ("poster-a4", "poster-a3", "sheet")]
    assert [resolve(link).url_name for link in papers] == ["poster_a4", "poster_a3", "sheet"]
    others = [link for link in links if link not in papers]
    assert others == [
        f"{PAGE}act-before.ics",
        "/de/feeds/appeals.atom",
        "/de/feeds/news.atom",
        "/api/v1/",
    ]
    assert [client.get(link).status_code for link in others] == [200] * 4
    frame = html.unescape(re.findall(r"<textarea[^>]*>(.*)</textarea>", found)[0])
    address = re.findall(r'src="http://127.0.0.1:8000([^"]+)"', frame)[0]
    assert client.get(address).status_code == 200


def test_without_a_last_day_there_is_nothing_for_a_calendar(client: Client):
    people.an_open_appeal()
    assert "act-before.ics" not in spread(client.get(PAGE).text)


def test_what_can_no_longer_be_signed_is_not_spread(client: Client):
    appeal = people.an_open_appeal()
    publishing.close(appeal=appeal, by=people.dana(), reason="She is free.", now=NOW)
    assert spread(client.get(PAGE).text) == ""


def test_the_first_page_leads_to_feeds_calendar_and_api(client: Client):
    page = client.get("/de/").text
    for link in ("/de/feeds/appeals.atom", "/de/feeds/news.atom", "/de/act-before.ics", "/api/v1/"):
        assert f'<a href="{link}"' in page
        assert client.get(link).status_code == 200


def test_a_slogan_stands_on_the_page_and_not_in_the_letter(client: Client):
    appeal = people.an_appeal()
    text = AppealText.objects.get(appeal=appeal, language="de")
    text.slogan = "Brot ist kein Verbrechen!"
    approving.write(text=text, by=people.bela(), now=NOW)
    approving.submit(text=text, by=people.bela(), now=NOW)
    approving.approve(text=text, by=people.dana(), now=NOW)
    publishing.open_appeal(appeal=appeal, by=people.bela(), now=NOW)
    page = client.get(PAGE).text
    assert page.count("Brot ist kein Verbrechen!") == 1
    assert '<p class="slogan">Brot ist kein Verbrechen!</p>' in page


def test_a_reader_is_told_that_the_letter_speaks_another_language(client: Client):
    people.an_embassy(country="GB")
    people.an_open_appeal()
    said = "Sprache des Briefs: Englisch"
    assert (said in client.get(f"{PAGE}?country=GB").text, said in client.get(PAGE).text) == (True, False)
