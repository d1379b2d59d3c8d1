"""What Chidi, who is a stranger, reads in the directory of offices."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from campaigns import verifying
from campaigns.models import Accreditation, Contact, Target
from tests import people
from tests.people import NOW, an_embassy, dana

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


def mail(office: Target) -> Contact:
    return office.contacts.get(channel="email")


def verified(office: Target, *, days_ago: int) -> None:
    when = NOW - timedelta(days=days_ago)
    verifying.verify_contacts(contacts=office.contacts.all(), how="telephone", by=dana(), now=when)


@pytest.mark.parametrize(
    ("days_ago", "words", "is_good"),
    [
        (0, "verified today", True),
        (1, "verified 1 day ago", True),
        (60, "verified 60 days ago", True),
        (61, "verified 2 months ago", True),
        (180, "verified 5 months ago", True),
        (181, "verified 5 months ago", False),
        (800, "verified 26 months ago", False),
    ],
)
def test_every_address_says_how_old_its_verification_is(
    client: Client, days_ago: int, words: str, is_good: bool
) -> None:
    verified(an_embassy(country="GB", verified=False), days_ago=days_ago)
    page = client.get("/en/offices/").text
    assert page.count(f"{words}</span>") == 2
    assert page.count('class="good"') == (2 if is_good else 0)
    assert ("It has to be checked" in client.get("/en/offices/kz-gb/").text) is not is_good


def test_never_failing_and_dead_are_said_in_words(client: Client) -> None:
    office = an_embassy(country="GB", verified=False)
    assert client.get("/en/offices/").text.count("never verified</span>") == 2
    verified(office, days_ago=1)
    verifying.doubt_contacts(contacts=office.contacts.filter(channel="email"), health="failing")
    verifying.doubt_contacts(contacts=office.contacts.filter(channel="post"), health="dead")
    page = client.get("/de/offices/kz-gb/").text
    assert "verified" not in page
    page = client.get("/en/offices/kz-gb/").text
    assert "Failing: what was sent there came back." in page
    assert "Dead: not to be used any more." in page


def test_the_page_of_an_office_tells_all_of_it_without_a_cookie(client: Client) -> None:
    office = an_embassy(country="GB", covers=("IE",))
    Target.objects.update(
        website="https://embassy.example/", phone="+44 20 1", source_note="The Diplomatic List", as_of="2024-04",
        name_local="Қазақстан Елшілігі",
    )  # fmt: skip
    page = client.get("/en/offices/kz-gb/")
    assert page.cookies == {}
    assert "<script" not in page.text
    for words in (
        "Embassy of Kazakhstan in GB",
        "Қазақстан Елшілігі",
        "Kazakhstan",
        "United Kingdom",
        "Ireland",
        "embassy-gb@mission.example",
        "1 Embassy Row<br>",
        '<a href="https://embassy.example/" rel="noreferrer">',
        "+44 20 1",
        "The Diplomatic List (2024-04)",
        f'href="/en/offices/kz-gb/correct/{mail(office).pk}/"',
    ):
        assert words in page.text


def test_a_postal_address_stands_in_the_order_of_its_country(client: Client) -> None:
    an_embassy(country="GB")
    an_embassy(country="DE")
    british, german = (client.get(f"/en/offices/kz-{code}/").text for code in ("gb", "de"))
    assert british.index("<br>AB1 2CD<br>UNITED KINGDOM") > british.index("1 Embassy Row<br>")
    assert "1 Embassy Row<br>AB1 2CD Capital<br>GERMANY" in german


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("suspended", "Suspended: closed for a time"),
        ("closed", "Closed for good"),
        ("unknown", "Nobody has checked whether it is open"),
    ],
)
def test_an_office_that_is_not_open_says_so(client: Client, status: str, words: str) -> None:
    an_embassy(country="GB")
    Target.objects.update(status=status)
    assert f'<span class="tag">{words}</span>' in client.get("/en/offices/").text
    page = client.get("/en/offices/kz-gb/").text
    assert f"<strong>{words}.</strong> No letter goes to this office." in page


def test_what_a_demonstration_verified_is_shown_there_and_nowhere_else(client: Client, settings) -> None:
    office = an_embassy(country="GB", verified=False)
    settings.OUTCRY_DEMO = True
    verifying.verify_contacts(
        contacts=office.contacts.all(), how="demo", by=dana(), now=NOW, for_demonstration=True
    )
    form = f"/en/offices/kz-gb/correct/{mail(office).pk}/"
    assert "Counts as verified in this demonstration only." in client.get("/en/offices/kz-gb/").text
    assert client.get(form).status_code == 200
    settings.OUTCRY_DEMO = False
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        page = client.get("/en/offices/kz-gb/").text
        assert ("embassy-gb@mission.example" in page, "No address is known." in page) == (False, True)
        assert client.get(form).status_code == 404


def test_the_list_is_narrowed_by_both_countries(client: Client) -> None:
    for country in ("GB", "DE"):
        an_embassy(country=country)
    Target.objects.create(key="court", kind="international", name="A court", host_country="FR")
    for query, found in (
        ({}, ["GB", "DE", "court"]),
        ({"represents": "KZ"}, ["GB", "DE"]),
        ({"host": "DE"}, ["DE"]),
        ({"represents": "KZ", "host": "FR"}, []),
        ({"represents": "XX", "host": "<script>"}, ["GB", "DE", "court"]),
    ):
        page = client.get("/en/offices/", query).text
        links = {"GB": "/kz-gb/", "DE": "/kz-de/", "court": "/court/"}
        assert [name for name, link in links.items() if f"/en/offices{link}" in page] == found
        assert "<script" not in page
    assert (
        "No such office is known here." in client.get("/en/offices/", {"represents": "KZ", "host": "FR"}).text
    )


def test_the_directory_speaks_russian_and_german(client: Client) -> None:
    an_embassy(country="GB", verified=False)
    assert "Казахстан" in client.get("/ru/offices/").text
    assert "Kasachstan" in client.get("/de/offices/kz-gb/").text


@pytest.mark.parametrize(
    "address", ["nobody/", "nobody/correct/office/", "kz-gb/correct/999/", "kz-gb/correct/²/"]
)
def test_what_is_not_there_is_not_found(client: Client, address: str) -> None:
    an_embassy(country="GB")
    assert client.get(f"/en/offices/{address}").status_code == 404


def test_the_appeal_leads_from_why_this_office_to_the_office(client: Client) -> None:
    an_embassy(country="GB")
    people.an_open_appeal()
    page = client.post("/en/appeals/free-the-baker/", {"country": "GB", "show": "1"}).text
    assert 'href="/en/offices/kz-gb/"' in page
    assert 'href="/en/offices/"' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_directory_costs_the_same_for_one_and_three(
    client: Client, rows: int, django_assert_num_queries
) -> None:
    for country in ("GB", "DE", "SE")[:rows]:
        an_embassy(country=country, covers=("IE", "IS", "NO")[:rows])
    with django_assert_num_queries(3):
        assert client.get("/en/offices/").text.count("class=name") == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_an_office_costs_the_same_for_one_and_three_of_everything(
    client: Client, rows: int, django_assert_num_queries
) -> None:
    office = an_embassy(country="GB")
    for number in range(rows):
        Contact.objects.create(target=office, channel="email", email=f"{number}@mission.example")
        Accreditation.objects.create(target=office, country=("IE", "IS", "NO")[number])
    with django_assert_num_queries(3):
        assert client.get("/en/offices/kz-gb/").text.count("<address") == rows + 2
