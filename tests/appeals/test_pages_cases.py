"""What Chidi, who is a stranger, reads of a case: all that is sourced and read, and nothing that is not."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from campaigns import publishing, reviewing
from campaigns.models import (
    Beneficiary,
    Case,
    Event,
    StatusRecord,
)
from tests import people
from tests.appeals.told_cases import DAY, cited, everything, published
from tests.campaigns.cases import case, link, person
from tests.people import NOW, dana

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def words_of(number: int) -> list[str]:
    spoken = (
        "Baker",
        "Bakers",
        "Пекарь",
        "charged",
        "held",
        "baking",
        "cleared",
        "taken",
        "Loaves",
        "Picket",
        "Court",
        "Union",
    )
    return [f"{word} {number}" for word in (*spoken, "Free baker", "Courier")]


def test_the_page_tells_everything_with_its_source(client: Client) -> None:
    about = case()
    everything(about)
    published(about)
    page = client.get("/en/cases/bakery/")
    assert page.cookies == {}
    assert "<script" not in page.text
    assert [word for word in words_of(1) if word not in page.text] == []
    for words in (
        "<b>In prison</b>",
        "as of 24 April 2013",
        "Sentenced: 7 years and 1 month",
        "According to the miller:",
        "alleged",
        "2 August 2012",
        "A group · 37 people",
        "the embassy of Kazakhstan in one's own country",
        "<b>2c</b>",
        "Closed: not to be repeated as it was worded.",
        "<a href=#s1>1</a>",
        "id=s1 value=1",
        "By a machine.",
        "Reposted by A blog on 1 May 2013.",
        "It says nothing about today.",
    ):
        assert words in page.text


def test_figures_that_disagree_stand_side_by_side(client: Client) -> None:
    about = case()
    everything(about)
    published(about)
    table = (
        client.get("/en/cases/bakery/")
        .text.partition("<caption>Loaves 1</caption>")[2]
        .partition("</table>")[0]
    )
    assert table.count("<tr>") == 2
    assert [word for word in ("10 loaves", "The police", "70 loaves", "Witnesses") if word not in table] == []


def test_the_page_speaks_german_and_marks_the_english_of_the_record(client: Client) -> None:
    about = case()
    everything(about)
    published(about)
    page = client.get("/de/cases/bakery/").text
    for words in (
        "24. April 2013",
        "Freiheit für 1.",
        "Kasachstan",
    ):
        assert words in page
    assert '<h3 lang="en">Baker 1</h3>' in page


@pytest.mark.parametrize(
    "address", ["/en/cases/bakery/", "/en/cases/", "/en/cases/?q=Baker", "/en/cases/?q=Пекарь"]
)
def test_nothing_held_back_unread_or_unsourced_gets_out(client: Client, address: str) -> None:
    about = case()
    everything(about, 1)
    held = everything(about, 2, held_back=True)
    child = everything(about, 3)
    Beneficiary.objects.filter(pk=child.pk).update(held_back=True)
    published(about)
    everything(about, 4)  # came after the review: nobody has read it
    for row in (*Event.objects.filter(text="taken 1"), *StatusRecord.objects.filter(text="charged 1")):
        row.citations.all().delete()
    page = client.get(address).text
    claims = (
        "charged",
        "held",
        "baking",
        "cleared",
        "taken",
        "Loaves",
        "Free baker",
        "Courier",
        "Picket",
        "Court",
    )
    leaked = [f"{word} {number}" for number in (2, 4) for word in claims if f"{word} {number}" in page]
    # Of the child nothing is told; the rest of number 3 is about nobody held back.
    leaked += [
        f"{word} 3"
        for word in ("Baker", "Пекарь", "charged", "held", "baking", "taken")
        if f"{word} 3" in page
    ]
    leaked += [word for word in ("taken 1", "charged 1") if word in page]
    assert leaked == []
    assert held.held_back is False


@pytest.mark.parametrize("slug", ["draft", "nobody-knows-it"])
def test_a_draft_is_not_there(client: Client, slug: str) -> None:
    everything(case("draft"))
    assert client.get(f"/en/cases/{slug}/").status_code == 404
    assert "draft" not in client.get("/en/cases/").text
    assert "No case has been published yet." in client.get("/en/cases/").text


def test_a_closed_case_says_so(client: Client) -> None:
    about = published(case())
    publishing.close(case=about, by=dana(), now=NOW)
    assert "This case is closed" in client.get("/en/cases/bakery/").text
    assert "· closed" in client.get("/en/cases/").text


def test_a_member_of_a_group_is_named_only_when_their_own_case_is_public(client: Client) -> None:
    about = case()
    group = person(key="G", name="Bakers", kind="group")
    for key, name, held_back in (
        ("M1", "Amina", False),
        ("M2", "Lejla", True),
        ("M3", "Weaver of elsewhere", False),
    ):
        member = person(key=key, name=name, held_back=held_back)
        group.members.add(member)
        if key != "M3":
            link(about, member)
    link(about, group)
    published(about)
    page = client.get("/en/cases/bakery/").text
    assert "Named members: Amina</p>" in page
    assert [name for name in ("Lejla", "Weaver") if name in page] == []


def test_the_last_word_is_the_one_vouched_for_last(client: Client) -> None:
    about, baker = case(), person()
    link(about, baker)
    for status, as_of in (
        ("released", date(2021, 12, 15)),
        ("imprisoned", date(2013, 4, 24)),
        ("charged", None),
    ):
        cited(StatusRecord.objects.create(beneficiary=baker, status=status, as_of=as_of, **DAY))
    published(about)
    page = client.get("/en/cases/bakery/").text
    assert page.index("<b>Released</b>") < page.index("What was said before") < page.index("<b>In prison</b>")
    assert "as of 15 December 2021" in page


def test_what_is_typed_into_a_record_or_a_search_is_inert(client: Client) -> None:
    about = case()
    cited(
        Event.objects.create(
            case=about, text="<script>alert(1)</script>", attributed_to='"><img src=x>', **DAY
        )
    )
    published(about)
    page = client.get("/en/cases/bakery/").text
    assert "&lt;script&gt;alert(1)" in page
    assert ("<script" in page, "<img" in page) == (False, False)
    page = client.get("/en/cases/", {"q": '"><script>' + "x" * 500}).text
    assert "<script" not in page
    assert "x" * 101 not in page


def test_case_and_appeal_lead_to_each_other(client: Client) -> None:
    people.an_open_appeal()
    assert 'href="/en/appeals/free-the-baker/"' in client.get("/en/cases/baker/").text
    assert 'href="/en/cases/baker/"' in client.get("/en/appeals/free-the-baker/").text


@pytest.mark.parametrize("rows", [1, 3])
def test_a_case_page_costs_the_same_for_one_and_three_of_everything(
    client: Client, rows: int, django_assert_num_queries
) -> None:
    about = people.a_case(slug="bakery")
    for number in range(rows):
        people.an_open_appeal(case=about, slug=f"free-{number}")
    for number in range(rows):
        everything(about, number)
    reviewing.review_case(case=about, by=dana(), now=NOW)
    with django_assert_num_queries(25):
        assert client.get("/en/cases/bakery/").text.count('class="status"') == rows + 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    client: Client, rows: int, django_assert_num_queries
) -> None:
    for number in range(rows):
        about = case(f"case-{number}")
        everything(about, number)
        published(about)
    with django_assert_num_queries(2):
        assert client.get("/en/cases/").text.count('class="card"') == rows
    with django_assert_num_queries(4):
        assert client.get("/en/cases/?q=Baker").text.count('class="card"') == rows


def test_a_page_seen_a_moment_ago_costs_no_query_and_is_forgotten_soon(
    client: Client, at_noon, django_assert_num_queries
) -> None:
    published(case())
    first = client.get("/en/cases/bakery/")
    with django_assert_num_queries(0):
        second = client.get("/en/cases/bakery/")
    assert (second.content, second["Cache-Control"]) == (first.content, "max-age=5")
    at_noon.shift(timedelta(seconds=6))
    Case.objects.update(state="draft", published_at=None, published_by=None)
    assert client.get("/en/cases/bakery/").status_code == 404
