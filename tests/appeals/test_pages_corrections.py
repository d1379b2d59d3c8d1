"""How Chidi, who is a stranger, says that something is wrong in the directory of offices."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from appeals import limiting
from appeals.guarded_form import form_token
from campaigns import correcting
from campaigns.models import Correction, Target
from tests.people import NOW, an_embassy

pytestmark = pytest.mark.django_db
FORM = "/en/offices/kz-gb/correct/office/"


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def filled():
    """What everybody's form holds, ten seconds after the page was opened."""
    token = form_token()
    with time_machine.travel(NOW + timedelta(seconds=10), tick=False):
        yield {"token": token, "website": "", "source": "The notice on its door."}


def test_chidi_proposes_the_right_mail_address(client: Client, filled: dict) -> None:
    contact = an_embassy(country="GB").contacts.get(channel="email")
    form = f"/en/offices/kz-gb/correct/{contact.pk}/"
    assert 'value="embassy-gb@mission.example"' in client.get(form).text
    answer = client.post(form, {**filled, "email": "New@Mission.example"})
    assert (answer.status_code, answer["Location"]) == (302, "/en/offices/kz-gb/thank-you/")
    assert answer.cookies == {}
    assert "waits for a member of staff" in client.get(answer["Location"]).text
    correction = Correction.objects.get()
    assert (correction.contact, correction.proposed) == (contact, {"email": "new@mission.example"})
    again = client.post(form, {**filled, "email": "new@mission.example"})
    assert (again.status_code, again.content, Correction.objects.count()) == (302, answer.content, 1)


def test_chidi_proposes_an_address_that_is_missing(client: Client, filled: dict) -> None:
    Target.objects.create(key="court", kind="court", name="A court", host_country="FR")
    lines = {"address_lines": "1  Rue\r\n\r\nBâtiment 2", "postcode": "75001", "city": "Paris"}
    assert client.post("/en/offices/court/correct/post/", {**filled, **lines}).status_code == 302
    assert Correction.objects.get().proposed == {
        "address_lines": "1 Rue\nBâtiment 2",
        "postcode": "75001",
        "city": "Paris",
    }


def test_chidi_says_that_an_office_has_closed(client: Client, filled: dict) -> None:
    an_embassy(country="GB")
    told = {**filled, "status": "closed", "web_page": "embassy.example", "phone": ""}
    assert client.post(FORM, told).status_code == 302
    assert Correction.objects.get().proposed == {"status": "closed", "website": "https://embassy.example"}


@pytest.mark.parametrize(
    ("what", "told", "said"),
    [
        ("email", {"email": "not an address"}, "This is not a mail address"),
        ("email", {"email": "new@mission.example", "source": ""}, "somebody has to check it"),
        ("email", {"email": "embassy-gb@mission.example"}, "has this mail address already"),
        ("post", {"address_lines": "", "city": "Paris"}, "Please type the right postal address."),
        ("post", {"address_lines": "1\n2\n3\n4\n5\n6\n7", "city": "Paris"}, "at most 6 lines"),
        ("post", {"address_lines": "1", "city": "Pa\u202eris"}, "U+202E"),
        ("office", {"status": "open", "web_page": "javascript:alert(1)"}, "Enter a valid URL."),
        ("office", {"status": "open", "web_page": "ftp://embassy.example/"}, "Enter a valid URL."),
        ("office", {"status": "open"}, "This is what stands here already."),
        ("office", {"status": "unknown"}, "Select a valid choice."),
    ],
)
def test_a_refusal_stands_at_its_field_and_nothing_typed_is_lost(
    client: Client, filled: dict, what: str, told: dict, said: str
) -> None:
    an_embassy(country="GB")
    page = client.post(f"/en/offices/kz-gb/correct/{what}/", {**filled, **told})
    assert page.status_code == 422
    assert page.text.count('class="errorlist"') == 1
    assert said in page.text
    assert page.text.count('aria-invalid="true"') == 1
    kept = {**filled, **told}["source"]
    assert kept in page.text
    assert Correction.objects.count() == 0


def test_a_program_or_a_stale_page_proposes_nothing(client: Client, filled: dict) -> None:
    an_embassy(country="GB")
    told = {**filled, "status": "closed"}
    assert "Please leave this field empty." in client.post(FORM, {**told, "website": "x"}).text
    with time_machine.travel(NOW, tick=False):
        assert "That was very quick" in client.post(FORM, told).text
    with time_machine.travel(NOW + timedelta(days=4), tick=False):
        page = client.post(FORM, told).text
    assert "open for too long" in page
    assert "The notice on its door." in page
    assert Correction.objects.count() == 0


def test_too_many_waiting_says_so_and_keeps_what_was_typed(client: Client, filled: dict, monkeypatch) -> None:
    monkeypatch.setattr(correcting, "MOST_WAITING", 1)
    an_embassy(country="GB")
    client.post(FORM, {**filled, "status": "closed"})
    page = client.post(FORM, {**filled, "status": "suspended", "phone": "+44 20 1"})
    assert (page.status_code, Correction.objects.count()) == (422, 1)
    assert "Many corrections of this office wait to be read." in page.text
    assert 'value="+44 20 1"' in page.text


def test_a_network_that_corrects_without_end_is_asked_to_come_back(
    client: Client, filled: dict, monkeypatch
) -> None:
    monkeypatch.setattr(limiting, "NETWORK_CORRECTIONS", 2)
    an_embassy(country="GB")
    told = {**filled, "status": "open"}
    answers = [client.post(FORM, {**told, "phone": f"+44 20 {number}"}) for number in range(3)]
    assert ([one.status_code for one in answers], Correction.objects.count()) == ([302, 302, 422], 2)
    assert "Many corrections came from your network." in answers[-1].text
    assert 'value="+44 20 2"' in answers[-1].text
    other = client.post(FORM, {**told, "phone": "+44 20 9"}, REMOTE_ADDR="198.51.100.7")
    assert (other.status_code, Correction.objects.count()) == (302, 3)


def test_what_is_typed_is_inert(client: Client, filled: dict) -> None:
    an_embassy(country="GB")
    page = client.post(FORM, {**filled, "source": "</textarea><script>", "phone": '"><img src=x>'}).text
    assert ("<script" in page, "<img" in page) == (False, False)
