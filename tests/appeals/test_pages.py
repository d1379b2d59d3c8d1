"""Amara's walk over the public pages; no cookie, no script, nothing a scanner could press."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from appeals.guarded_form import form_token
from appeals.models import Signature
from tests import people
from tests.people import AMARA, NOW

pytestmark = pytest.mark.django_db
PAGE = "/en/appeals/free-the-baker/"


@pytest.fixture
def appeal():
    people.an_embassy(country="GB")
    with time_machine.travel(NOW, tick=False):
        yield people.an_open_appeal()


@pytest.fixture
def filled(appeal):
    """The form as Amara sends it, ten seconds after she opened the page."""
    token = form_token()
    with time_machine.travel(NOW + timedelta(seconds=10), tick=False):
        yield {**AMARA, "token": token, "website": ""}


def test_the_front_page_lists_the_open_appeal(client: Client, appeal):
    page = client.get("/en/")
    assert page.status_code == 200
    assert "Free the baker" in page.text
    assert page.cookies == {}


def test_the_appeal_page_shows_text_and_demands_without_a_cookie(client: Client, appeal):
    page = client.get(PAGE)
    assert page.cookies == {}
    for words in ("She baked bread for strikers.", "Release her at once.", "A report"):
        assert words in page.text
    assert ("Be the first." in page.text, "<dd>" in page.text) == (True, False)
    assert re.findall(r"<script[^>]*>", page.text) == [
        '<script src="/static/django_htmx/htmx-2.min.js" defer>'
    ]


def test_the_page_speaks_german(client: Client, appeal):
    page = client.get("/de/appeals/free-the-baker/")
    assert "Lassen Sie sie sofort frei." in page.text


def test_a_draft_is_not_there(client: Client):
    people.an_appeal()
    assert client.get(PAGE).status_code == 404


def test_choosing_a_country_shows_the_office_and_keeps_what_was_typed(client: Client, filled):
    page = client.post(PAGE, {**filled, "email": "", "show": "1"})
    assert "This is the embassy of Kazakhstan in your country, United Kingdom." in page.text
    assert 'value="Amara Okafor"' in page.text
    assert "errorlist" not in page.text
    assert Signature.objects.count() == 0


def test_own_words_show_in_the_letter_before_it_is_signed_and_as_text(client: Client, filled):
    page = client.post(PAGE, {**filled, "own_words": "I <b>knew</b> her.", "show": "1"})
    assert '<div class="own-words" dir="auto"><p>I &lt;b&gt;knew&lt;/b&gt; her.</p></div>' in page.text
    assert page.text.index("Please tell me where she is.") < page.text.index('class="own-words"')


def test_ticked_bricks_show_in_the_letter_before_it_is_signed_and_when_it_is_confirmed(
    client: Client, appeal, filled
):
    people.offer_bricks(appeal, en=("I am a baker too.", "I knew her."))
    for country in ("", "GB"):
        shown = client.post(PAGE, {**filled, "country": country, "bricks": ["2"], "show": "1"}).text
        assert shown.count("<p>I knew her.</p>") == 1
        assert "<p>I am a baker too.</p>" not in shown
        assert 'value="2" id="id_bricks_1" checked' in shown
    client.post(PAGE, {**filled, "bricks": ["2"]})
    page = client.get(f"/en/signature/{people.link_in_newest_mail()}/").text
    assert page.index("Please tell me where she is.") < page.index("<p>I knew her.</p>")
    assert "I am a baker too." not in page


def test_only_bricks_of_the_text_that_is_shown_are_offered(client: Client, appeal):
    people.offer_bricks(appeal, en=("I am a baker too.",))
    assert "I am a baker too." not in client.get(PAGE.replace("/en/", "/de/")).text
    assert "I am a baker too." in client.get(PAGE.replace("/en/", "/fr/")).text


def test_what_is_typed_in_error_comes_back_whole(client: Client, filled):
    typed = {"own_words": "word " * 600, "display": "name", "town": "Leeds"}
    page = client.post(PAGE, {**filled, **typed})
    assert page.status_code == 422
    assert "Please use at most 2500 characters." in page.text
    assert ("word " * 600).strip() in page.text
    assert 'value="name" id="id_display_2" checked' in page.text
    unprintable = client.post(PAGE, {**filled, "own_words": "Love 🕊"})
    assert "The letter cannot print these characters: 🕊" in unprintable.text


def test_an_address_is_asked_for_only_where_the_office_needs_one(client: Client, appeal, filled):
    assert 'name="postal"' not in client.post(PAGE, {**filled, "name": ""}).text
    type(appeal).objects.update(asks_postal_address=True)
    page = client.post(PAGE, {**filled, "town": ""})
    assert "Please type your address: the office asks for it." in page.text
    assert "Please type your town: the office asks for it." in page.text
    client.post(PAGE, {**filled, "postal": "1 Mill Lane\r\nLS1 2AB"})
    assert Signature.objects.get().postal == "1 Mill Lane\nLS1 2AB"


def test_sign_then_read_then_confirm(client: Client, filled):
    answer = client.post(PAGE, filled)
    assert (answer.status_code, answer["Location"]) == (302, PAGE + "check-your-mail/")
    assert answer.cookies == {}
    link = f"/en/signature/{people.link_in_newest_mail()}/"
    for _ in range(2):  # a scanner opens the link, twice
        shown = client.get(link)
        assert "Read your letter, then confirm" in shown.text
        assert "Amara Okafor" in shown.text
        assert shown["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert client.get(link + "confirm/").status_code == 405
    assert Signature.objects.get().state == "pending"
    seen = re.findall('name="seen" value="([0-9a-f]{64})"', shown.text)
    assert len(set(seen)) == 1
    assert "has changed since you opened" in client.post(link + "confirm/", {"seen": "0" * 64}).text
    client.post(link + "confirm/", {"seen": seen[0]})
    assert Signature.objects.get().state == "confirmed"
    assert Signature.objects.get().reference in client.get(link).text


def test_errors_stand_at_the_field_and_nothing_typed_is_lost(client: Client, filled):
    page = client.post(PAGE, {**filled, "email": "amara at example", "town": "Leeds\u202e"})
    assert page.status_code == 422
    assert page.text.count('class="errorlist"') == 2
    assert "This is not a mail address: please check it." in page.text
    assert "U+202E" in page.text
    assert 'value="Amara Okafor"' in page.text
    assert 'value="amara at example"' in page.text


def test_too_quick_or_too_old_asks_for_a_second_press(client: Client, filled):
    with time_machine.travel(NOW, tick=False):
        assert "That was very quick" in client.post(PAGE, filled).text
    with time_machine.travel(NOW + timedelta(days=4), tick=False):
        assert "open for too long" in client.post(PAGE, filled).text
    assert Signature.objects.count() == 0


def test_a_program_that_fills_in_everything_signs_nothing(client: Client, filled):
    assert client.post(PAGE, {**filled, "website": "https://spam.example"}).status_code == 422
    assert Signature.objects.count() == 0


def test_chidi_sees_the_same_page_whether_amara_signed_or_not(client: Client, filled):
    first = client.post(PAGE, filled)
    second = client.post(PAGE, {**filled, "name": "Chidi"})
    assert (first.status_code, first.headers, first.content) == (
        second.status_code,
        second.headers,
        second.content,
    )


def test_a_made_up_link_opens_nothing(client: Client, appeal):
    page = client.get("/en/signature/nothing-like-it/")
    assert (page.status_code, "This link does not work" in page.text) == (404, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_front_page_costs_the_same_for_one_and_three(client: Client, rows, django_assert_num_queries):
    for slug in ("baker", "weaver", "welder")[:rows]:
        people.an_open_appeal(case=people.a_case(slug=slug))
    with django_assert_num_queries(6):
        assert client.get("/en/").text.count('class="card"') == rows


@pytest.mark.parametrize("signatures", [0, 1_000])
def test_the_appeal_page_costs_the_same_however_many_signed(
    client: Client, appeal, signatures, django_assert_num_queries
):
    Signature.objects.bulk_create(
        Signature(appeal=appeal, country="GB", language="en", created_at=NOW) for _ in range(signatures)
    )
    with django_assert_num_queries(13):
        client.get(PAGE)


def test_a_page_seen_a_moment_ago_costs_no_query_and_is_forgotten_soon(
    client: Client, appeal, django_assert_num_queries
):
    first = client.get(PAGE)
    with django_assert_num_queries(0):
        second = client.get(PAGE)
    assert (second.content, second["Cache-Control"]) == (first.content, "max-age=5")
    with time_machine.travel(NOW + timedelta(seconds=6), tick=False), django_assert_num_queries(13):
        client.get(PAGE)


def test_the_chosen_country_stays_chosen(client: Client, filled):
    page = client.post(PAGE, {**filled, "email": "", "country": "KZ"})
    assert page.text.count(" selected>") == 1
    assert '<option value="KZ" selected>Kazakhstan</option>' in page.text
    assert "Kasachstan" in client.get("/de/appeals/free-the-baker/").text
