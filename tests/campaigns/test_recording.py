"""Bela records what a source says; what cannot be true is refused at its field and nothing is half-saved."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns import recording, status
from campaigns.models import Citation, Demand, StatusRecord
from campaigns.recording import record_status
from kit.refusals import Refused
from tests.campaigns.cases import case, event, link, person, source
from tests.people import NOW, bela

pytestmark = pytest.mark.django_db


def on(*day: int) -> dict[str, Any]:
    return {"precision": "day", "date_from": date(*day), "date_to": date(*day)}


def record(who: Any, what: str, **more: Any) -> StatusRecord:
    new = StatusRecord(beneficiary=who, status=what, **more)
    return record_status(record=new, source=source(), lines="4-5", by=bela(), now=NOW)


def refusal(who: Any, what: str, **more: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        record(who, what, **more)
    return refused.value.field, refused.value.message


@pytest.fixture
def rung(monkeypatch) -> list[str]:
    names: list[str] = []
    monkeypatch.setattr(recording, "wake", names.append)
    return names


def test_a_status_is_recorded_with_its_source_and_rings_at_once(rung: list[str]) -> None:
    about, baker = case(), person()
    link(about, baker)
    made = record(baker, "released", **on(2024, 5, 3))
    assert str(Citation.objects.get(status_record=made)) == "S-1 The Exampletown Courier: 4-5"
    assert (made.review_state, made.date_words()) == ("unreviewed", "3 May 2024")
    assert status.held_because(about) == "Baker of Exampletown: released"
    assert recording.cases_on_hold(made) == {about: "Baker of Exampletown: released"}
    assert rung == ["letters.follow_status", "mailings.draft_news"]


def test_an_impossible_range_is_refused_at_its_field_and_nothing_is_saved(rung: list[str]) -> None:
    dated = {"precision": "range", "date_from": date(2024, 5, 3), "date_to": date(2024, 5, 2)}
    assert refusal(person(), "detained", **dated) == ("date_to", "This is before the first day.")
    assert (StatusRecord.objects.count(), Citation.objects.count(), rung) == (0, 0, [])


def test_no_source_knows_the_future() -> None:
    baker = person()
    assert refusal(baker, "released", **on(2026, 11, 23)) == (
        "date_from",
        "This day has not come yet. Correct it.",
    )
    assert refusal(baker, "detained", **on(2024, 5, 3), as_of=date(2026, 11, 23))[0] == "as_of"
    assert refusal(baker, "detained", **on(2024, 5, 3), as_of=date(2024, 5, 2)) == (
        "as_of",
        "No source can vouch up to a day before this began. Correct one of the two days.",
    )


def test_nothing_happens_to_somebody_after_their_death() -> None:
    baker = person()
    record(baker, "died", precision="month", date_from=date(2024, 5, 1), date_to=date(2024, 5, 31))
    field, message = refusal(baker, "imprisoned", **on(2024, 6, 1))
    assert (field, message) == (
        "date_from",
        "Baker of Exampletown died (May 2024). This is after it: correct one of the two dates.",
    )
    record(baker, "imprisoned", **on(2024, 5, 31))  # the death may have been later on that day
    record(baker, "cleared", **on(2025, 1, 1))  # a court may still clear the name


def test_a_death_before_what_is_recorded_later_is_refused_too() -> None:
    baker = person()
    event(case(), "beaten", kind="ill_treatment", beneficiary=baker, **on(2024, 6, 1))
    field, message = refusal(baker, "died", **on(2024, 5, 3))
    assert field == "date_from"
    assert (
        message
        == "“What happened: beaten” (1 June 2024) is after this death. One of the two dates is wrong: correct it."
    )


def test_a_protest_for_the_dead_contradicts_nothing() -> None:
    baker = person()
    event(case(), "vigil", kind="protest", beneficiary=baker, **on(2024, 6, 1))
    assert record(baker, "died", **on(2024, 5, 3)).status == "died"


def test_a_release_is_not_before_every_arrest() -> None:
    baker = person()
    record(baker, "detained", precision="year", date_from=date(2012, 1, 1), date_to=date(2012, 12, 31))
    assert refusal(baker, "released", **on(2011, 12, 31)) == (
        "date_from",
        "This release is before the first arrest that is recorded (2012). Record the arrest that it ended first, or correct the date.",
    )
    record(baker, "released", **on(2012, 5, 1))  # "2012" may be before May


def test_nobody_has_two_current_statuses_at_once() -> None:
    baker = person()
    record(baker, "imprisoned", **on(2012, 1, 1), as_of=date(2024, 5, 3))
    field, message = refusal(baker, "released", **on(2024, 5, 3))
    assert field == "status"
    assert message.startswith(
        "On this day Baker of Exampletown is recorded as imprisoned already, and nobody has two"
    )
    record(baker, "released", **on(2024, 5, 4))


def test_members_of_a_group_fare_differently() -> None:
    miners = person(key="G-1", name="Miners", kind="group")
    record(miners, "cleared", **on(2012, 6, 4))
    record(miners, "imprisoned", **on(2012, 6, 4))


@pytest.fixture
def dana(client: Client) -> User:
    user = User.objects.create(username="dana", is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


def test_dana_records_a_release_in_the_admin_and_is_told_what_is_on_hold(client: Client, dana: User) -> None:
    about, baker = case(), person()
    link(about, baker)
    url = reverse("admin:campaigns_statusrecord_add")
    form = {
        "beneficiary": baker.pk,
        "status": "released",
        "date_from": "2024-05-03",
        "precision": "day",
        "basis": "stated",
        "source": source().pk,
        "lines": "4",
    }
    assert "This field is required" in client.post(url, {**form, "source": ""}).text
    page = client.post(url, {**form, "date_from": "2027-01-01"})
    assert "This day has not come yet." in page.text
    assert StatusRecord.objects.count() == 0
    page = client.post(url, form, follow=True)
    assert "is on hold (Baker of Exampletown: released)" in page.text
    made = StatusRecord.objects.get()
    assert (made.date_to, made.citations.get().lines) == (date(2024, 5, 3), "4")
    assert client.get(reverse("admin:campaigns_statusrecord_change", args=[made.pk])).status_code == 200


def test_an_event_after_a_death_is_told_at_the_field(client: Client, dana: User) -> None:
    about, baker = case(), person()
    record(baker, "died", **on(2024, 5, 3))
    form = {
        "case": about.pk,
        "beneficiary": baker.pk,
        "kind": "arrest",
        "text": "x",
        "date_from": "2024-05-04",
        "precision": "day",
        "basis": "stated",
        "key": "e1",
        "citations-TOTAL_FORMS": 0,
        "citations-INITIAL_FORMS": 0,
    }
    page = client.post(reverse("admin:campaigns_event_add"), form)
    assert page.context["adminform"].form.errors == {
        "date_from": [
            "Baker of Exampletown died (3 May 2024). This is after it: correct one of the two dates."
        ]
    }
    assert about.events.count() == 0


def test_a_demand_without_an_addressee_is_told_at_the_field(client: Client, dana: User) -> None:
    form = {
        "case": case().pk,
        "text": "Release her.",
        "key": "d1",
        "citations-TOTAL_FORMS": 0,
        "citations-INITIAL_FORMS": 0,
        "texts-TOTAL_FORMS": 0,
        "texts-INITIAL_FORMS": 0,
    }
    page = client.post(reverse("admin:campaigns_demand_add"), form)
    assert page.context["adminform"].form.errors == {
        "targets": ["Say whom this demand is made of: an office, a state's embassies, or others in words."]
    }
    client.post(reverse("admin:campaigns_demand_add"), {**form, "addressed_to": "everybody who bakes"})
    assert Demand.objects.get().addressed_to == "everybody who bakes"
