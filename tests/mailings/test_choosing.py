"""Behind the link in each update Amara chooses what she is told. A link shows, a button acts."""

import pytest
from django.test import Client

from mailings import audience, releasing
from mailings.leaving import LEFT_TOPIC
from mailings.models import LeftTopic
from mailings.unsubscribing import token_of
from supporters.models import Supporter
from tests import people
from tests.mailings.factories import LATER, again, enqueued, messages, signers
from tests.mailings.test_mail import send
from tests.mailings.test_unsubscribing import live
from tests.people import NOW


def address(language: str = "en") -> str:
    return f"/{language}/updates/choose/{token_of(Supporter.objects.get().pk)}/"


def test_the_page_shows_her_cases_and_changes_nothing(client: Client, appeal):
    signers(appeal)
    people.an_open_appeal(case=people.a_case(slug="weaver"))
    page = client.get(address())
    assert (page.status_code, page.cookies, live()) == (200, {}, 1)
    assert page.text.count('type="checkbox"') == 1
    assert "The baker" in page.text
    assert "The weaver" not in page.text
    assert "example.org" not in page.text
    assert "no-store" in page["Cache-Control"]


def test_one_case_less_another_language_and_back(appeal):
    enqueued(appeal)
    client = Client(enforce_csrf_checks=True)
    page = client.post(address(), {"language": "de"})
    assert (page.status_code, LeftTopic.objects.count(), Supporter.objects.get().language) == (200, 1, "de")
    assert audience.count(again(), now=NOW).left_out == ((audience.LEFT, 1),)
    client.post(address(), {"language": "xx", "case": [appeal.case.pk, "9" * 30, "²"]})
    assert (LeftTopic.objects.count(), Supporter.objects.get().language) == (0, "de")


def test_what_waits_of_a_case_that_she_left_does_not_leave(client: Client, appeal):
    enqueued(appeal)
    client.post(address(), {"language": "en"})
    assert send().parcels == []
    releasing.see_off(now=LATER)
    assert [(one.state, one.reason) for one in messages()] == [("cancelled", LEFT_TOPIC)]


def test_nothing_at_all_is_one_button_away(client: Client, appeal):
    signers(appeal)
    assert f'action="/en/updates/stop/{token_of(Supporter.objects.get().pk)}/"' in client.get(address()).text
    client.post(address().replace("choose", "stop"))
    assert "You get no updates." in client.get(address()).text


@pytest.mark.parametrize("guess", ["1", "1-" + "0" * 32])
def test_chidis_guess_opens_nothing(db, client: Client, guess):
    assert client.post(f"/en/updates/choose/{guess}/").status_code == 404


def test_somebody_who_was_forgotten_meets_no_fault(client: Client, appeal):
    signers(appeal)
    link = address()
    Supporter.objects.all().delete()
    assert client.get(link).status_code == 200
    assert client.post(link, {"language": "de", "case": appeal.case.pk}).status_code == 200
