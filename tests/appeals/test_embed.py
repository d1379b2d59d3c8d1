"""Chidi shows the appeal on his own page."""

import re

import pytest
from django.template import Context, Template
from django.test import Client

from appeals import publishing
from appeals.models import Tally
from appeals.views_embed import snippet
from tests import people

pytestmark = pytest.mark.django_db


def test_the_frame_holds_title_count_and_one_way_out(client: Client):
    appeal = people.an_open_appeal()
    Tally.objects.filter(appeal=appeal).update(confirmed=41, on_paper=1)
    page = client.get("/en/embed/free-the-baker/").content.decode()
    assert '<h1 lang="en">Free the baker</h1>' in page
    assert "42 people have signed" in page
    assert re.findall(r"<a [^>]+>", page) == [
        '<a class="button" href="http://127.0.0.1:8000/en/appeals/free-the-baker/?via=embed" target="_blank" rel="noopener">'
    ]
    assert re.findall(r"<script|<style|\sstyle=|\son\w+=", page) == []


@pytest.mark.parametrize("again", [False, True], ids=["first", "from the cache"])
def test_any_site_may_frame_it_and_it_sets_no_cookie(client: Client, again):
    people.an_open_appeal()
    if again:
        client.get("/en/embed/free-the-baker/")
    page = client.get("/en/embed/free-the-baker/")
    assert "X-Frame-Options" not in page.headers
    assert "frame-ancestors *" in page.headers["Content-Security-Policy"].split("; ")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"].split("; ")
    assert page.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert page.headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert page.cookies == {}


def test_a_closed_appeal_asks_for_nothing(client: Client):
    appeal = people.an_open_appeal()
    publishing.close(appeal=appeal, by=people.dana(), reason="She is free.", now=people.NOW)
    page = client.get("/en/embed/free-the-baker/").content.decode()
    assert "See what became of it" in page
    assert "Sign the letter" not in page


def test_a_draft_is_not_shown(client: Client):
    people.an_appeal()
    assert client.get("/en/embed/free-the-baker/").status_code == 404


def test_the_snippet_is_inert_whatever_the_title():
    assert snippet("free", '"><script>', "en").startswith(
        '<iframe src="http://127.0.0.1:8000/en/embed/free/" title="&quot;&gt;&lt;script&gt;" '
    )


def test_the_snippet_is_escaped_once_more_where_it_stands_to_be_copied():
    page = Template("<textarea>{{ snippet }}</textarea>").render(
        Context({"snippet": snippet("free", '"><script>', "en")})
    )
    assert page.startswith("<textarea>&lt;iframe src=&quot;")
    assert "title=&quot;&amp;quot;&amp;gt;&amp;lt;script&amp;gt;&quot;" in page


def test_the_frame_costs_a_constant_number_of_queries(client: Client, django_assert_num_queries):
    people.an_open_appeal()
    with django_assert_num_queries(6):
        client.get("/en/embed/free-the-baker/")
