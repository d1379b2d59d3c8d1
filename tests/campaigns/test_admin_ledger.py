"""Dana reads the ledger of a case in the admin: what is missing on top, each claim with its sources and its reader."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns import reviewing
from campaigns.models import Case, Demand, Place, Source, StatusRecord, Target
from tests.campaigns.cases import case, event, link, person
from tests.config.test_admin_site import INLINE
from tests.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(client: Client) -> User:
    user = User.objects.create(username="dana", is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


def ledger(about: Case) -> str:
    return reverse("admin:campaigns_case_ledger", args=[about.pk])


def test_the_ledger_names_source_lines_reader_and_day_and_what_is_missing(client: Client, dana: User) -> None:
    about = case()
    read = event(about, "read")
    event(about, "secret", held_back=True)
    reviewing.review(claims=[read], by=dana, now=NOW)
    bare = event(about, "bare", cited=False)
    page = client.get(ledger(about)).text
    for words in ("S-1 The Exampletown Courier", "lines 1-2", "dana, 2026-11-22", "held back", "no source"):
        assert words in page
    lacking = f'<a href="{reverse("admin:campaigns_event_change", args=[bare.pk])}">What happened: bare</a>'
    assert f"{lacking}: this event lacks a source and a review" in page
    assert page.index(lacking) < page.index("<table>")
    assert INLINE.findall(page) == []


def test_a_de_facto_authority_is_marked_where_it_is_asked_and_where_it_rules(
    client: Client, dana: User
) -> None:
    about = case()
    demand = Demand.objects.create(case=about, key="d1", text="Let them go.", embassies_of="KZ")
    demand.targets.add(Target.objects.create(key="mgb", kind="de_facto", name="Security of a “republic”"))
    event(about, "taken", place="Bakers' quarter, Rovenki")
    held = Place.objects.create(key="rovenky", name="Rovenky", country="UA", de_facto="A “republic” in 2020")
    held.names.create(name="Rovenki")
    Place.objects.create(key="antratsit", name="Antratsit", country="UA", de_facto="A “republic” in 2020")
    page = client.get(ledger(about)).text
    asked = "of: the embassy of Kazakhstan in one&#x27;s own country; Security of a “republic” (de facto authority)"
    assert asked in page.replace("'", "&#x27;")
    ruled = page.partition("Places under a de facto authority</h2>")[2].partition("</ul>")[0]
    assert (
        f'{reverse("admin:campaigns_place_change", args=[held.pk])}">Rovenky</a> (Ukraine): A “republic” in 2020'
        in ruled
    )
    assert ruled.count("<li>") == 1


def test_the_ledger_tells_of_each_source_what_makes_it_more_or_less_than_the_original(
    client: Client, dana: User
) -> None:
    about = case()
    event(about, "told")
    blog = Source.objects.create(key="S-0", title="A blog")
    day = date(2012, 8, 2)
    Source.objects.filter(key="S-1").update(
        precision="day", date_from=day, date_to=day, within=blog, document="001", lines="5-9", translator="Ama",
        reposted_by="A blog", reposted_on=date(2013, 5, 1), permission_note="With the author's leave.",
        translation_note="By a machine.", truncation_note="Cut short.", archive_note="No archived copy yet.",
    )  # fmt: skip
    page = client.get(ledger(about)).text
    told = page[page.index("Sources (1)") :]
    for words in (
        "The Exampletown Courier. 2 August 2012",
        "known from S-0 A blog",
        "read in 001, lines 5-9",
        "reposted by A blog on 2013-05-01",
        "With the author&#x27;s leave.",
        "translated by Ama",
        "By a machine.",
        "Cut short.",
        "No archived copy yet.",
    ):
        assert words in told


@pytest.mark.parametrize("rows", [1, 3])
def test_the_ledger_costs_the_same_for_one_claim_and_for_three(
    client: Client, dana: User, rows: int, django_assert_num_queries
) -> None:
    about = case()
    for number in range(rows):
        baker = person(key=f"P-{number}", name=f"Baker {number}")
        link(about, baker)
        event(about, f"e{number}", beneficiary=baker)
        StatusRecord.objects.create(beneficiary=baker, status="detained")
        office = Target.objects.create(key=f"t{number}", kind="other", name="Office")
        Demand.objects.create(case=about, key=f"d{number}", text="Free her.").targets.add(office)
    # Session, user, case, eight kinds, whom the demands are made of, citations, people held back, places.
    with django_assert_num_queries(15):
        client.get(ledger(about))


def test_the_page_of_a_case_has_its_timeline_and_the_days_held(client: Client, dana: User) -> None:
    about, baker = case(), person()
    link(about, baker)
    day = date(2021, 12, 15)
    dated = {"precision": "day", "date_from": day, "date_to": day}
    StatusRecord.objects.create(beneficiary=baker, status="detained", as_of=date(2022, 1, 14), **dated)
    event(about, "earlier", precision="year", date_from=date(2020, 1, 1), date_to=date(2020, 12, 31))
    page = client.get(reverse("admin:campaigns_case_change", args=[about.pk])).text
    assert "at least 30 days, from 15 December 2021 to 14 January 2022, as of the last source" in page
    assert page.index("<strong>2020</strong>") < page.index("<strong>15 December 2021</strong>")
    assert ledger(about) in page


def test_publishing_refused_links_to_each_missing_claim(client: Client, dana: User) -> None:
    about = case()
    missing = [event(about, f"e{number:02}", cited=False) for number in range(7)]
    data = {"action": "publish", "_selected_action": [about.pk]}
    page = client.post(reverse("admin:campaigns_case_changelist"), data, follow=True).text
    for claim in missing:
        assert (
            f'<a href="{reverse("admin:campaigns_event_change", args=[claim.pk])}">event {claim.key}' in page
        )
    assert ledger(about) in page


def test_chidi_reads_no_ledger_not_even_as_staff_without_the_right(client: Client) -> None:
    about = case()
    assert client.get(ledger(about)).status_code == 302
    client.force_login(User.objects.create_user("chidi", is_staff=True))
    assert client.get(ledger(about)).status_code == 403
