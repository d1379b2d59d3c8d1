"""Amara puts the day by which letters count into her calendar."""

from datetime import UTC, datetime

import icalendar
import pytest
from django.test import Client

from appeals import publishing
from tests import people

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
ALMATY = {"act_before": DAY, "time_zone": "Asia/Almaty"}


def events(client: Client, address: str) -> list[icalendar.Event]:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.cookies == {}
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


def test_the_day_stands_in_the_calendar_in_its_own_zone(client: Client):
    people.an_open_appeal(**ALMATY)
    (event,) = events(client, "/en/appeals/free-the-baker/act-before.ics")
    assert str(event["UID"]) == "act-before-free-the-baker@127.0.0.1"
    assert event.decoded("DTSTART") == DAY
    assert event["DTSTART"].params["TZID"] == "Asia/Almaty"
    assert event.decoded("DTSTAMP") == people.NOW
    assert str(event["SUMMARY"]) == "Act before: Free the baker"
    assert str(event["URL"]) == "http://127.0.0.1:8000/en/appeals/free-the-baker/?via=calendar"
    assert (str(event["STATUS"]), str(event["TRANSP"])) == ("CONFIRMED", "TRANSPARENT")


def test_the_zone_is_described_for_those_who_do_not_know_it(client: Client):
    people.an_open_appeal(**ALMATY)
    calendar = icalendar.Calendar.from_ical(client.get("/en/act-before.ics").content)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Almaty"]


def test_the_entry_is_the_same_in_every_language(client: Client):
    people.an_open_appeal(**ALMATY)
    (event,) = events(client, "/de/act-before.ics")
    assert str(event["UID"]) == "act-before-free-the-baker@127.0.0.1"
    assert str(event["SUMMARY"]) == "Handeln bis: Freiheit für die Bäckerin"


def test_a_closed_appeal_is_struck_from_the_calendar(client: Client):
    appeal = people.an_open_appeal(**ALMATY)
    publishing.close(appeal=appeal, by=people.dana(), reason="She is free.", now=people.NOW)
    assert events(client, "/en/act-before.ics") == []
    (event,) = events(client, "/en/appeals/free-the-baker/act-before.ics")
    assert str(event["STATUS"]) == "CANCELLED"


def test_an_appeal_without_a_date_has_no_calendar(client: Client):
    people.an_open_appeal()
    assert client.get("/en/appeals/free-the-baker/act-before.ics").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_calendar_costs_the_same_for_one_and_three(client: Client, django_assert_num_queries, number):
    for at in range(number):
        people.an_open_appeal(case=people.a_case(slug=f"baker-{at}"), **ALMATY)
    with django_assert_num_queries(5):
        client.get("/en/act-before.ics")
