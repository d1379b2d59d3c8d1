"""An appeal is flooded. Amara signs all the same: with scripts after some seconds, without them after a person looked."""

import re
from html import unescape

import pytest
import time_machine
from django.test import Client

from appeals import challenge, moderating, reminding, signing
from appeals.guarded_form import form_token
from appeals.models import Appeal, Budget, Signature
from outbox.models import Message
from tests import people
from tests.appeals.test_challenge import solve
from tests.outbox.factories import QUEUEING
from tests.people import AMARA, NOW

pytestmark = pytest.mark.django_db
PAGE = "/en/appeals/free-the-baker/"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(challenge, "KEYS", (1, 4))
    monkeypatch.setattr(challenge, "ROUNDS", 2)


@pytest.fixture
def filled():
    """The form ten seconds after the page of a flooded appeal was opened."""
    people.an_embassy(country="GB")
    with time_machine.travel(NOW, tick=False) as clock:
        people.an_open_appeal()
        Appeal.objects.update(asks_challenge=True)
        token = form_token()
        clock.shift(10)
        yield {**AMARA, "token": token, "website": ""}


def test_the_page_is_the_same_for_readers_whether_flooded_or_not(client: Client, filled):
    page = client.get(PAGE)

    assert "challenge" not in page.text
    assert page["Cache-Control"] == "max-age=5"


def test_with_scripts_the_second_press_is_taken_like_any_other(client: Client, filled):
    page = client.post(PAGE, filled)
    assert (page.status_code, Signature.objects.count(), page.cookies) == (429, 0, {})
    assert "Please press the button once more." in page.text
    assert 'value="Amara Okafor"' in page.text
    assert page.text.count('outcry/challenge.js" defer></script>') == 1
    assert "script-src 'self';" in page["Content-Security-Policy"] + ";"

    asked = unescape(re.search(r'data-challenge="([^"]+)"', page.text)[1])
    answer = client.post(PAGE, {**filled, "asked": "1", "solution": solve(asked)})
    assert (answer.status_code, answer["Location"]) == (302, PAGE + "check-your-mail/")
    assert (Signature.objects.get().moderation, Message.objects.count()) == ("none", 1)


def test_a_browser_that_calculates_quickly_is_not_too_quick(client: Client, filled):
    page = client.post(PAGE, filled).text
    token = unescape(re.search(r'name="token" value="([^"]+)"', page)[1])
    asked = unescape(re.search(r'data-challenge="([^"]+)"', page)[1])
    answer = client.post(PAGE, {**filled, "token": token, "asked": "1", "solution": solve(asked)})
    assert (answer.status_code, answer["Location"]) == (302, PAGE + "check-your-mail/")


def test_without_scripts_a_person_looks_and_then_the_mail_goes(client: Client, filled):
    client.post(PAGE, filled)
    answer = client.post(PAGE, {**filled, "asked": "1", "solution": ""})
    assert answer["Location"] == PAGE + "check-your-mail/?later=1"
    assert "Somebody will look at your signature first" in client.get(answer["Location"]).text
    signature = Signature.objects.get()
    assert (signature.state, signature.moderation, Message.objects.count()) == ("pending", "waiting", 0)

    moderating.pass_on(signature=signature, by=people.dana(), now=NOW)
    assert [message.kind for message in Message.objects.all()] == ["confirmation"]
    signature = signing.by_link(people.link_in_newest_mail())
    signing.confirm(signature=signature, now=NOW)
    assert Signature.objects.get().moderation == "none"


def test_who_waits_for_a_person_is_not_reminded(client: Client, filled):
    client.post(PAGE, {**filled, "asked": "1"})
    with time_machine.travel(NOW, tick=False) as clock:
        clock.shift(2 * 24 * 3600)
        assert reminding.remind(now=NOW.replace(day=24)) == 0
    assert Message.objects.count() == 0


def test_who_waits_may_press_again_with_a_solution(client: Client, filled):
    client.post(PAGE, {**filled, "asked": "1"})
    said = challenge.new(appeal=Appeal.objects.get(), now=NOW)
    client.post(PAGE, {**filled, "asked": "1", "solution": solve(said)})

    assert (Signature.objects.get().moderation, Message.objects.count()) == ("none", 1)


def test_a_stranger_learns_nothing_about_who_has_signed(client: Client, filled):
    people.amara_signs(Appeal.objects.get())
    known = client.post(PAGE, {**filled, "asked": "1"})
    unknown = client.post(PAGE, {**filled, "email": "new@example.org", "asked": "1"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_no_address_is_kept_and_a_press_costs_twelve_statements(
    client: Client, filled, django_assert_num_queries
):
    Appeal.objects.update(asks_challenge=False)
    with django_assert_num_queries(
        12 + QUEUEING
    ):  # twelve at most, and the savepoint around those of signing
        client.post(PAGE, filled, REMOTE_ADDR="192.0.2.77")

    kept = str([*Signature.objects.values(), *Budget.objects.values()])
    assert "192.0.2" not in kept
    assert len(Signature.objects.get().network_index) == 32


def test_a_thousand_presses_for_one_mailbox_in_five_spellings_are_one_mail(client: Client, filled):
    """Twenty of them here; what stops the second stops the thousandth."""
    spellings = [
        "a.mara@gmail.com",
        "amara@gmail.com",
        "Amara+x@gmail.com",
        "AMARA@googlemail.com",
        "amara+y@gmail.com",
    ]
    for number in range(10):
        client.post(PAGE, {**filled, "email": spellings[number % 5], "asked": "1"})
    Appeal.objects.update(asks_challenge=False)
    for number in range(10):
        client.post(PAGE, {**filled, "email": spellings[number % 5]})

    assert Message.objects.count() == 1
