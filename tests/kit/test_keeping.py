"""Kept pages: the first request makes a page, those that follow get it, and one of many makes it anew."""

from itertools import count

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from kit import keeping
from kit.keeping import KeepingMiddleware, kept


@pytest.fixture
def clock(monkeypatch):
    """Seconds that pass only when a story says so."""
    now = [1_000.0]
    monkeypatch.setattr(keeping.time, "time", lambda: now[0])
    return now


def a_site(*, status: int = 200, headers: dict[str, str] | None = None):
    made = count(1)

    @kept(5)
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(f"page {next(made)}", status=status, headers=headers)

    return KeepingMiddleware(view)


def read(site, path: str = "/", **headers: str) -> str:
    return site(RequestFactory().get(path, **headers)).content.decode()


def test_a_page_is_made_once_in_its_seconds_and_anew_after_them(clock):
    site = a_site()

    assert [read(site), read(site)] == ["page 1", "page 1"]
    clock[0] += 5
    assert [read(site), read(site)] == ["page 2", "page 2"]


def test_a_kept_page_says_how_old_it_is(clock):
    site = a_site(headers={"X-From": "within"})
    first = site(RequestFactory().get("/"))
    clock[0] += 3
    second = site(RequestFactory().get("/"))

    assert first["Cache-Control"] == second["Cache-Control"] == "max-age=5"
    assert (second["Age"], second["X-From"]) == ("3", "within")


def test_while_one_reader_has_it_made_anew_the_others_get_the_old_page(clock):
    seen_meanwhile = []
    made = count(1)

    @kept(5)
    def view(request: HttpRequest) -> HttpResponse:
        number = next(made)
        if number == 2:
            seen_meanwhile.extend(read(site) for _ in range(3))
        return HttpResponse(f"page {number}")

    site = KeepingMiddleware(view)
    read(site)
    clock[0] += 5

    assert read(site) == "page 2"
    assert seen_meanwhile == ["page 1"] * 3


def test_when_making_fails_the_next_reader_after_a_while_tries_again(clock):
    site = a_site()
    read(site)
    clock[0] += 5
    working, site.get_response = site.get_response, lambda request: HttpResponse("broken", status=503)

    assert [read(site), read(site)] == ["broken", "page 1"]
    site.get_response = working
    cache.clear()  # the time in which only one may try is over, and the old page with it
    assert read(site) == "page 2"


def test_other_addresses_hosts_and_encodings_are_other_pages():
    site = a_site()

    assert [
        read(site, "/"),
        read(site, "/?country=GB"),
        read(site, "/", HTTP_HOST="other.example"),
        read(site, "/", HTTP_ACCEPT_ENCODING="gzip, br"),
        read(site, "/"),
    ] == ["page 1", "page 2", "page 3", "page 4", "page 1"]


@pytest.mark.parametrize(
    "site",
    [
        a_site(status=404),
        a_site(headers={"Vary": "Cookie"}),
        a_site(headers={"Vary": "Accept-Encoding, Accept-Language"}),
    ],
)
def test_what_is_not_the_same_for_everybody_is_not_kept(site):
    assert [read(site), read(site)] == ["page 1", "page 2"]


def test_a_page_with_a_cookie_is_not_kept():
    @kept(5)
    def view(request: HttpRequest) -> HttpResponse:
        response = HttpResponse("mine")
        response.set_cookie("who", "amara")
        return response

    site = KeepingMiddleware(view)
    read(site)

    assert "who" in site(RequestFactory().get("/")).cookies


def test_what_is_posted_is_neither_kept_nor_answered_from_what_is_kept():
    site = a_site()
    read(site)
    posted = site(RequestFactory().post("/"))

    assert posted.content == b"page 2"
    assert not posted.has_header("Cache-Control")


def test_a_head_request_is_answered_from_a_page_but_makes_none():
    site = a_site()
    site(RequestFactory().head("/"))

    assert read(site) == "page 2"
