"""What has left may be read by anyone, each update on its own page, and followed with a feed reader."""

import json

import pytest
from django.test import Client

from campaigns.models import Case
from mailings import archive, releasing
from mailings.models import Mailing
from tests.mailings.factories import LATER, again, enqueued
from tests.mailings.test_mail import send


@pytest.fixture
def told(appeal) -> Mailing:
    enqueued(appeal)
    send()
    releasing.see_off(now=LATER)
    return again()


def test_each_update_has_its_page_without_a_cookie_and_without_a_reader(client: Client, told):
    page = client.get(f"/en/updates/{told.pk}/")
    assert (page.status_code, page.cookies) == (200, {})
    assert "max-age" in page["Cache-Control"]
    assert "<h1>The baker was released.</h1>" in page.text
    assert "style=" not in page.text
    assert "/updates/stop/" not in page.text
    assert f'href="/en/updates/{told.pk}/"' in client.get("/en/updates/").text


def test_in_the_readers_language_or_in_english(client: Client, told):
    assert '<article lang="en" dir="ltr">' in client.get(f"/fr/updates/{told.pk}/").text
    assert "<article>" in client.get(f"/de/updates/{told.pk}/").text


def test_the_feeds_tell_the_same(client: Client, told):
    feed = json.loads(client.get("/en/feeds/updates.json").content)
    assert [(item["title"], item["url"]) for item in feed["items"]] == [
        ("The baker was released.", f"http://127.0.0.1:8000/en/updates/{told.pk}/")
    ]
    assert b"The baker was released." in client.get("/en/feeds/updates.atom").content


@pytest.mark.parametrize(
    "change",
    [{"in_archive": False}, {"state": "released", "finished_at": None}],
    ids=["not asked for", "not gone"],
)
def test_what_is_not_public_is_not_there(client: Client, told, change):
    Mailing.objects.update(**change)
    assert client.get(f"/en/updates/{told.pk}/").status_code == 404
    assert archive.newest(language="en") == []


def test_news_that_may_not_be_told_any_more_goes_from_the_archive_too(client: Client, told):
    Case.objects.update(state="draft", published_at=None, published_by=None)
    assert client.get(f"/en/updates/{told.pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    client: Client, told, count, django_assert_num_queries
):
    for _ in range(count - 1):
        text = told.texts.get(language="en")
        told.pk, told.because = None, None
        told.kind = Mailing.Kind.UPDATE
        told.save()
        text.pk, text.mailing = None, told
        text.save()
    with django_assert_num_queries(3):
        assert client.get("/en/updates/").text.count('class="card"') == count
