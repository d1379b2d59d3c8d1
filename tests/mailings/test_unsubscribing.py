"""A link shows, a button acts; a mail program's one click acts too; Chidi's guesses do nothing."""

import pytest
from django.test import Client

from mailings.post import supporter_of
from mailings.unsubscribing import supporter_behind, token_of
from supporters.models import Consent, Supporter
from tests.mailings.factories import enqueued, messages, signers


def live() -> int:
    return Consent.objects.filter(purpose="updates", given_at__isnull=False, withdrawn_at=None).count()


@pytest.fixture
def link(appeal) -> str:
    signers(appeal)
    return f"/en/updates/stop/{token_of(Supporter.objects.get().pk)}/"


def test_opening_the_link_changes_nothing(client: Client, link):
    page = client.get(link)
    assert (page.status_code, live(), page.cookies) == (200, 1, {})
    assert "<button>Stop the updates</button>" in page.text
    assert "no-store" in page["Cache-Control"]
    assert client.head(link).status_code == 200
    assert live() == 1


def test_the_button_stops_them_and_twice_is_once(client: Client, link):
    for _ in range(2):
        page = client.post(link)
        assert (page.status_code, live(), page.cookies) == (200, 0, {})
        assert "You will get no more updates" in page.text


def test_one_click_of_a_mail_program_needs_neither_cookie_nor_token_of_a_form(link):
    program = Client(enforce_csrf_checks=True)
    answer = program.post(link, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, live()) == (200, 0)


def test_what_waits_in_the_outbox_is_cancelled_at_once(client: Client, appeal):
    enqueued(appeal, 2)
    first = messages()[0]
    client.post(f"/de/updates/stop/{token_of(supporter_of(first))}/")
    assert [one.state for one in messages()] == ["cancelled", "queued"]
    assert messages()[0].reason == "The supporter does not want updates any more."


def test_somebody_who_was_forgotten_sees_the_same_page(client: Client, link):
    Supporter.objects.all().delete()
    assert client.get(link).status_code == 200
    assert "You will get no more updates" in client.post(link).text


@pytest.mark.parametrize("guess", ["1", "1-", "1-abc", "x-abc", "-", "1-" + "0" * 32, "²-" + "0" * 32])
def test_a_guess_opens_nothing_and_asks_the_database_nothing(
    db, client: Client, guess, django_assert_num_queries
):
    with django_assert_num_queries(0):
        assert client.post(f"/en/updates/stop/{guess}/").status_code == 404


def test_the_link_of_one_stops_nobody_else(link):
    pk = Supporter.objects.get().pk
    assert supporter_behind(token_of(pk)) == pk
    assert supporter_behind(token_of(pk).replace(f"{pk}-", f"{pk + 1}-")) is None
