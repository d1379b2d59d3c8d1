"""What Dana types and cannot be: a clear message at its field, in the form as in the verb, and nothing half-saved."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns import contradictions
from campaigns.models import Accreditation, Case, Citation, Event, StatusRecord, Target
from kit.refusals import Refused
from tests.campaigns.cases import case, event, link, person, source
from tests.campaigns.test_recording import on, record, refusal
from tests.people import NOW

pytestmark = pytest.mark.django_db
BEFORE_ARREST = "This release is before the first arrest that is recorded (3 May 2024). Record the arrest that it ended first, or correct the date."
AFTER_RELEASE = "A release is recorded before this (3 May 2024), and no arrest before that release. Record the arrest that it ended first, or correct the date."
AFTER_DEATH = "Baker of Exampletown died (3 May 2024). This is after it: correct one of the two dates."
TWO_AT_ONCE = "On this day Baker of Exampletown is recorded as detained already, and nobody has two current statuses at once. Correct one of the two records."


@pytest.fixture
def about(client: Client) -> Case:
    client.force_login(User.objects.create_superuser("dana-the-admin"))
    made = case()
    link(made, person())
    return made


def day(text: str) -> dict[str, str]:
    return {"date_from": text, "date_to": "", "precision": "day"}


def status_form(about: Case, what: str, **dated: str) -> dict[str, Any]:
    who = about.links.get().beneficiary_id
    return {"beneficiary": who, "status": what, "basis": "stated", "source": source().pk, **dated}


def event_form(about: Case, kind: str, **dated: str) -> dict[str, Any]:
    who = about.links.get().beneficiary_id
    management = {"citations-TOTAL_FORMS": 0, "citations-INITIAL_FORMS": 0}
    said = {"kind": kind, "text": "x", "key": "e-new", "basis": "stated"}
    return {"case": about.pk, "beneficiary": who, **said, **management, **dated}


def errors(client: Client, model: str, form: dict[str, Any]) -> dict[str, list[str]]:
    return client.post(reverse(f"admin:campaigns_{model}_add"), form).context["adminform"].form.errors


RULED_OUT = [
    ("detained", "released", "2024-05-02", {"date_from": [BEFORE_ARREST]}),
    ("released", "detained", "2024-05-04", {"date_from": [AFTER_RELEASE]}),
    ("died", "detained", "2024-05-04", {"date_from": [AFTER_DEATH]}),
    ("detained", "released", "2024-05-03", {"status": [TWO_AT_ONCE]}),
]


@pytest.mark.parametrize(("stands", "new", "when", "told"), RULED_OUT)
def test_a_status_that_another_rules_out_is_told_at_its_field(
    client: Client, about: Case, stands: str, new: str, when: str, told: dict[str, list[str]]
) -> None:
    baker = about.links.get().beneficiary
    record(baker, stands, **on(2024, 5, 3))
    assert errors(client, "statusrecord", status_form(about, new, **day(when))) == told
    ((field, (message,)),) = told.items()
    assert refusal(baker, new, **on(*map(int, when.split("-")))) == (field, message)
    assert (StatusRecord.objects.count(), Citation.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("stands", "new", "when", "message"),
    [
        ("arrest", "release", "2024-05-02", BEFORE_ARREST),
        ("release", "arrest", "2024-05-04", AFTER_RELEASE),
    ],
)
def test_an_event_that_another_rules_out_is_told_at_its_field(
    client: Client, about: Case, stands: str, new: str, when: str, message: str
) -> None:
    baker = about.links.get().beneficiary
    event(about, "e-1", kind=stands, beneficiary=baker, **on(2024, 5, 3))
    assert errors(client, "event", event_form(about, new, **day(when))) == {"date_from": [message]}
    moment = date.fromisoformat(when)
    told = Event(
        case=about, beneficiary=baker, kind=new, precision="day", date_from=moment, date_to=moment, text="x"
    )
    with pytest.raises(Refused) as refused:
        contradictions.check(told, today=NOW.date())
    assert (refused.value.field, refused.value.message) == ("date_from", message)
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("dated", "told"),
    [
        (
            day("2024-02-30"),
            {"date_from": ["Enter a valid date."]},
        ),
        ({"precision": "day"}, {"date_from": ["Give a day of it, or choose another precision."]}),
        (
            {"date_from": "2024-05-03", "date_to": "2024-05-02", "precision": "range"},
            {"date_to": ["This is before the first day."]},
        ),
        ({"date_from": "2024-05-03", "precision": "range"}, {"date_to": ["A range needs both days."]}),
        (
            {"date_from": "2024-05-03", "precision": "before"},
            {"date_to": ["Give only the last day for a date that is before it."]},
        ),
        (
            {"date_to": "2024-05-03", "precision": "after"},
            {"date_from": ["Give only the first day for a date that is after it."]},
        ),
        ({"date_from": "2024-05-03", "precision": "unknown"}, {"precision": ["Say how exact this date is."]}),
        (day("2099-01-01"), {"date_from": ["This day has not come yet. Correct it."]}),
    ],
)
def test_an_impossible_date_is_told_at_its_field(
    client: Client, about: Case, dated: dict[str, str], told: dict[str, list[str]]
) -> None:
    assert errors(client, "statusrecord", status_form(about, "detained", **dated)) == told
    assert errors(client, "event", event_form(about, "arrest", **dated)) == told
    assert (StatusRecord.objects.count(), Event.objects.count(), Citation.objects.count()) == (0, 0, 0)


def test_an_embassy_for_a_country_that_there_is_not_is_told_in_its_row_and_not_saved(
    client: Client, about: Case
) -> None:
    form = {"key": "kz-se", "kind": "embassy", "name": "Embassy", "represents": "KZ", "host_country": "SE"}
    form |= {"status": "open"}
    for rows, number in (("contacts", 0), ("accreditations", 2), ("salutations", 0)):
        form |= {f"{rows}-TOTAL_FORMS": str(number), f"{rows}-INITIAL_FORMS": "0"}
    form |= {"accreditations-0-country": "FI", "accreditations-1-country": "QQ"}
    page = client.post(reverse("admin:campaigns_target_add"), form)
    told = [
        one.formset.errors for one in page.context["inline_admin_formsets"] if one.opts.model is Accreditation
    ]
    assert told == [[{}, {"country": ["Select a valid choice. QQ is not one of the available choices."]}]]
    assert (Target.objects.count(), Accreditation.objects.count()) == (0, 0)
