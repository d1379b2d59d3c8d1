"""Chidi's program reads what is public, and finds nothing else."""

import json
import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from appeals import telling, telling_offices
from appeals.models import Tally
from campaigns import reviewing, verifying
from campaigns.models import Citation, Event, Source
from tests import people

pytestmark = pytest.mark.django_db
V1 = "/api/v1"
HERE = "http://127.0.0.1:8000"
SHAPES = {
    "/appeals": telling.AppealPage,
    "/appeals/free-the-baker": telling.AppealInFull,
    "/cases": telling.CasePage,
    "/cases/baker": telling.CaseInFull,
    "/offices": telling_offices.OfficePage,
    "/offices/kz-gb": telling_offices.OfficeTold,
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
    people.an_embassy(country="GB")
    told = read(client, address)
    shape = SHAPES[address]
    assert json.loads(shape.model_validate(told, strict=False).model_dump_json()) == told
    schema = read(client, "/openapi.json")
    path = re.sub(r"/kz-gb$", "/{key}", re.sub(r"/(free-the-)?baker$", "/{slug}", f"{V1}{address}"))
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
        ("/offices/nobody", 404, "There is nothing public under this address."),
        ("/offices?represents=kz", 422, "represents: String should match pattern '^([A-Z]{2})?$'"),
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
    people.an_embassy(country="GB")
    answer = client.get(f"{V1}{address}")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert answer.cookies == {}
    again = client.get(f"{V1}{address}", headers={"if-none-match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "address", [f"{V1}/appeals", f"{V1}/", f"{V1}/openapi.json", f"{V1}/nothing", "/api/"]
)
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_written_and_the_answer_says_so_in_json(method, address):
    answer = getattr(Client(enforce_csrf_checks=True), method)(address)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert json.loads(answer.content) == {"detail": "This address can only be read: ask with GET."}


def test_a_head_is_answered_like_a_get(client: Client):
    assert [
        client.head(f"{V1}{address}").status_code for address in ("/appeals", "/openapi.json", "/no")
    ] == [
        200,
        200,
        404,
    ]


@time_machine.travel(people.NOW, tick=False)
def test_an_office_is_told_as_the_directory_tells_it(client: Client):
    people.an_embassy(country="GB", covers=("IE",))
    told = read(client, "/offices?represents=KZ&host_country=GB")
    assert told["items"] == [read(client, "/offices/kz-gb")]
    assert read(client, "/offices/kz-gb?language=de")["url"] == f"{HERE}/de/offices/kz-gb/"
    assert told["items"][0] == {
        "key": "kz-gb",
        "url": f"{HERE}/en/offices/kz-gb/",
        "name": "Embassy of Kazakhstan in GB",
        "name_local": "",
        "kind": "embassy",
        "represents": "KZ",
        "host_country": "GB",
        "city": "",
        "covers": ["IE"],
        "status": "open",
        "website": "",
        "phone": "",
        "as_of": "",
        "addresses": [
            {
                "channel": "email",
                "lines": ["embassy-gb@mission.example"],
                "health": "working",
                "verified_on": "2026-11-22",
                "is_good": True,
            },
            {
                "channel": "post",
                "lines": [
                    "Embassy of Kazakhstan in GB",
                    "1 Embassy Row",
                    "Capital",
                    "AB1 2CD",
                    "UNITED KINGDOM",
                ],
                "health": "working",
                "verified_on": "2026-11-22",
                "is_good": True,
            },
        ],
    }
    assert read(client, "/offices?represents=RU")["items"] == []


def test_what_a_demonstration_verified_nobody_has_checked(client: Client, settings):
    settings.OUTCRY_DEMO = True
    office = people.an_embassy(country="GB", verified=False)
    verifying.verify_contacts(
        contacts=office.contacts.all(), how="demo", by=people.dana(), now=people.NOW, for_demonstration=True
    )
    addresses = read(client, "/offices/kz-gb")["addresses"]
    assert [(one["verified_on"], one["is_good"]) for one in addresses] == [(None, False)] * 2


def test_pages_are_bounded_and_follow_one_another(client: Client):
    for at in range(3):
        people.an_open_appeal(case=people.a_case(slug=f"baker-{at}"))
    first = read(client, "/appeals?per_page=2")
    second = read(client, "/appeals?per_page=2&page=2")
    assert (first["total"], first["pages"]) == (3, 2)
    found = [item["slug"] for page in (first, second) for item in page["items"]]
    assert found == ["free-the-baker-2", "free-the-baker-1", "free-the-baker-0"]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("place", "queries"), [("appeals", 7), ("cases", 3), ("offices", 4)])
def test_a_list_costs_the_same_for_one_and_three(
    client: Client, django_assert_num_queries, number, place, queries
):
    for at in range(number):
        people.an_open_appeal(case=people.a_case(slug=f"baker-{at}"))
        people.an_embassy(country=("GB", "DE", "SE")[at])
    with django_assert_num_queries(queries):
        client.get(f"{V1}/{place}")


def test_the_handbook_is_a_plain_page_of_ours(client: Client):
    page = client.get(f"{V1}/")
    assert page.cookies == {}
    assert "GET /api/v1/appeals/{slug}" in page.text
    assert re.findall(r"<script|(?:src|href)=[\"']https?://", page.text) == []
