"""Chidi's program reads what is public, and finds nothing else."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from appeals import telling
from appeals.models import Tally
from campaigns import reviewing
from campaigns.models import Citation, Event, Source
from tests import people

pytestmark = pytest.mark.django_db
V1 = "/api/v1"
SHAPES = {
    "/appeals": telling.AppealPage,
    "/appeals/free-the-baker": telling.AppealInFull,
    "/cases": telling.CasePage,
    "/cases/baker": telling.CaseInFull,
}


def read(client: Client, address: str) -> dict:
    answer = client.get(f"{V1}{address}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json; charset=utf-8")
    return json.loads(answer.content)


def test_an_open_appeal_is_told_with_its_counts(client: Client):
    appeal = people.an_open_appeal(act_before=datetime(2100, 1, 1, tzinfo=UTC))
    Tally.objects.filter(appeal=appeal).update(confirmed=41, on_paper=1, accepted=7)
    told = read(client, "/appeals")
    assert (told["total"], told["page"], told["per_page"], told["pages"]) == (1, 1, 20, 1)
    assert told["items"] == [
        {
            "slug": "free-the-baker",
            "url": "http://127.0.0.1:8000/en/appeals/free-the-baker/",
            "state": "open",
            "takes_signatures": True,
            "title": "Free the baker",
            "lead": "She baked bread for strikers.",
            "language": "en",
            "languages": ["de", "en"],
            "case": "baker",
            "state_addressed": "KZ",
            "act_before": "2100-01-01T00:00:00Z",
            "time_zone": "UTC",
            "opened_at": "2026-11-22T12:00:00Z",
            "closed_at": None,
            "closed_because": "",
            "counts": {"confirmed": 41, "on_paper": 1, "accepted": 7, "posted": 0, "self_sent": 0},
        }
    ]


def test_one_appeal_is_told_in_the_language_asked_for(client: Client):
    people.an_open_appeal()
    told = read(client, "/appeals/free-the-baker?language=de")
    assert (told["title"], told["demands"]) == ("Freiheit für die Bäckerin", ["Lassen Sie sie sofort frei."])
    assert told["counts"] is None
    assert told["what_happened_since"] == []


def test_a_case_is_told_with_its_claims_and_their_sources(client: Client):
    appeal = people.an_open_appeal()
    event = Event.objects.create(
        key="fire",
        case=appeal.case,
        kind="trial",
        text="The oven was taken away.",
        attributed_to="Her sister",
        is_allegation=True,
        precision="day",
        date_from=date(2021, 12, 20),
        date_to=date(2021, 12, 20),
    )
    Citation.objects.create(source=Source.objects.get(), event=event)
    reviewing.review_case(case=appeal.case, by=people.dana(), now=people.NOW)
    told = read(client, "/cases/baker")
    assert told["events"] == [
        {
            "date_from": "2021-12-20",
            "date_to": "2021-12-20",
            "when": "20 December 2021",
            "text": "According to her sister: The oven was taken away. (alleged)",
            "sources": [1],
        }
    ]
    assert [one["text"] for one in told["statuses"]] == ["The baker: In prison"]
    assert [one["text"] for one in told["demands"]] == ["Release her at once."]
    assert told["appeals"] == ["free-the-baker"]
    assert [one["title"] for one in told["sources"]] == ["A report"]


@pytest.mark.parametrize("address", SHAPES)
def test_every_answer_is_what_the_schema_says(client: Client, address):
    appeal = people.an_open_appeal()
    Tally.objects.filter(appeal=appeal).update(confirmed=3)
    told = read(client, address)
    shape = SHAPES[address]
    assert json.loads(shape.model_validate(told, strict=False).model_dump_json()) == told
    schema = read(client, "/openapi.json")
    path = re.sub(r"/(free-the-)?baker$", "/{slug}", f"{V1}{address}")
    named = schema["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    properties = schema["components"]["schemas"][named.rsplit("/", 1)[-1]]["properties"]
    assert set(properties) == set(told)


def test_nothing_that_is_held_back_or_a_draft_is_told(client: Client):
    people.an_appeal()
    assert read(client, "/appeals")["items"] == []
    assert client.get(f"{V1}/appeals/free-the-baker").status_code == 404


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/appeals/nobody", 404, "There is nothing public under this address."),
        ("/nothing", 404, "There is nothing public under this address."),
        ("/appeals?per_page=101", 422, "per_page: Input should be less than or equal to 100"),
        ("/appeals?page=0", 422, "page: Input should be greater than or equal to 1"),
    ],
)
def test_an_error_is_json_too(client: Client, address, status, said):
    answer = client.get(f"{V1}{address}")
    assert (answer.status_code, json.loads(answer.content)) == (status, {"detail": said})


def test_an_unknown_language_is_refused(client: Client):
    assert client.get(f"{V1}/appeals?language=tlh").status_code == 422


@pytest.mark.parametrize("address", [*SHAPES, "/openapi.json"])
def test_any_site_may_read_and_nobody_gets_a_cookie(client: Client, address):
    people.an_open_appeal()
    answer = client.get(f"{V1}{address}")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert answer.cookies == {}
    again = client.get(f"{V1}{address}", headers={"if-none-match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_nothing_can_be_written(client: Client):
    assert client.post(f"{V1}/appeals", {}).status_code == 405


def test_pages_are_bounded_and_follow_one_another(client: Client):
    for at in range(3):
        people.an_open_appeal(case=people.a_case(slug=f"baker-{at}"))
    first = read(client, "/appeals?per_page=2")
    second = read(client, "/appeals?per_page=2&page=2")
    assert (first["total"], first["pages"]) == (3, 2)
    found = [item["slug"] for page in (first, second) for item in page["items"]]
    assert found == ["free-the-baker-2", "free-the-baker-1", "free-the-baker-0"]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("place", "queries"), [("appeals", 7), ("cases", 3)])
def test_a_list_costs_the_same_for_one_and_three(
    client: Client, django_assert_num_queries, number, place, queries
):
    for at in range(number):
        people.an_open_appeal(case=people.a_case(slug=f"baker-{at}"))
    with django_assert_num_queries(queries):
        client.get(f"{V1}/{place}")


def test_the_handbook_is_a_plain_page_of_ours(client: Client):
    page = client.get(f"{V1}/")
    assert page.cookies == {}
    assert "GET /api/v1/appeals/{slug}" in page.text
    assert re.findall(r"<script|(?:src|href)=[\"']https?://", page.text) == []
