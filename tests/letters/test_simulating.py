"""What the first week would send: to which office, by which way, at its pace, and whether that is in time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from appeals import publishing
from appeals.models import Appeal
from campaigns.models import Contact, Target
from kit.refusals import Refused
from letters import simulating
from letters.models import Dispatch, Letter, Pace
from letters.simulating import simulate
from outbox.models import Message
from tests import people
from tests.appeals.desk import desk
from tests.letters.factories import frozen_letters, signatures
from tests.people import NOW

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
COOLING = timedelta(seconds=settings.OUTCRY_COOLING_SECONDS)


@pytest.fixture
def appeal():
    people.an_embassy(country="GB")
    return people.an_appeal()


def the_office(appeal: Appeal, now=MONDAY - COOLING, **flow: int):
    (office,) = simulate(appeal, flow=flow, now=now).offices
    return office


def pace(**columns) -> None:
    Pace.objects.update_or_create(
        target=Target.objects.get(), defaults={"next_at": MONDAY - COOLING, "zone": "UTC", **columns}
    )


def test_each_day_leaves_what_is_signed_when_the_pace_is_enough(appeal):
    pace(letters_per_hour=60)
    office = the_office(appeal, GB=48)
    assert [(day.arrives, day.leaves) for day in office.days] == [(48, 48)] * 7
    assert (office.way, office.waits, office.last) == ("email", 0, None)


def test_a_slow_office_keeps_letters_waiting_and_says_until_when(appeal):
    pace(letters_per_hour=1)
    office = the_office(appeal, GB=48)
    assert [day.leaves for day in office.days] == [24] * 7
    assert office.waits == 7 * 24
    assert office.last == MONDAY + timedelta(days=14, hours=-1)
    Appeal.objects.update(act_before=MONDAY + timedelta(days=10))
    appeal.refresh_from_db()
    assert (office.is_in_time, the_office(appeal, GB=48).is_in_time) == (True, False)


def test_nothing_leaves_on_a_weekend_and_outside_the_hours(appeal):
    pace(letters_per_hour=600, hours="9-17")
    office = the_office(appeal, GB=24)
    # What is signed in the evening leaves on the next working day; at the week's end of Sunday it still waits.
    assert [day.leaves for day in office.days] == [17, 24, 24, 24, 24, 0, 0]
    assert (office.leaves, office.waits) == (113, 55)


def test_letters_of_other_appeals_take_turns_with_ours(appeal):
    other = people.an_open_appeal(case=people.a_case(slug="miller"))
    frozen_letters(other, 3)
    Letter.objects.update(state="ready")
    Dispatch.objects.update(starts_at=MONDAY - timedelta(days=9))
    pace(letters_per_hour=1)
    office = the_office(appeal, GB=240)
    assert (office.others, [day.leaves for day in office.days][:2]) == (3, [21, 24])


def test_an_office_without_a_mail_address_is_told_apart(appeal):
    Contact.objects.filter(channel="email").update(health="dead")
    office = the_office(appeal, GB=10)
    assert (office.way, office.leaves, office.waits) == ("paper", 0, 70)
    Contact.objects.all().delete()
    assert the_office(appeal, GB=10).way == "nowhere"


def test_a_country_that_no_office_answers_for_is_named(appeal):
    offices = simulate(appeal, flow={"GB": 5, "NZ": 3}, now=MONDAY).offices
    assert [(one.target is None, one.countries, one.way) for one in offices] == [
        (False, ["GB"], "email"),
        (True, ["NZ"], "nowhere"),
    ]


def test_the_flow_of_another_appeal_is_its_last_week(appeal):
    other = people.an_open_appeal(case=people.a_case(slug="miller"))
    assert simulating.flow_of(other) == {}
    signatures(other, 3)
    assert simulating.flow_of(other) == {"GB": 1}


@pytest.mark.parametrize("countries", [1, 3])
def test_questions_grow_by_the_country_alone(appeal, countries, django_assert_num_queries):
    flow = dict.fromkeys(("GB", "NZ", "AU")[:countries], 5)
    with django_assert_num_queries({1: 6, 3: 8}[countries]):
        simulate(appeal, flow=flow, now=MONDAY)


def test_an_appeal_opens_only_after_somebody_looked_ahead_and_nothing_was_sent(appeal):
    Appeal.objects.update(simulated_at=None, simulated_by=None)
    with pytest.raises(Refused, match="Look ahead once"):
        publishing.open_appeal(appeal=appeal, by=people.dana(), now=NOW)
    page = desk("dana").post(reverse("admin:letters_simulate", args=[appeal.pk]), {"flow": "GB 12\nnz: 3"})
    assert page.status_code == 200
    assert "105 signatures in 7 days" in page.content.decode()
    assert (Letter.objects.count(), Message.objects.count()) == (0, 0)
    publishing.open_appeal(appeal=appeal, by=people.bela(), now=NOW)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.simulated_by.username) == ("open", "dana")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("many", "“many” is no country and number."),
        ("XX 5", "“XX 5” is no country and number."),
        ("", "Write from one to 60 countries"),
        ("GB 9999999", "Write from one to 60 countries"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field_and_kept(appeal, typed, told):
    Appeal.objects.update(simulated_at=None, simulated_by=None)
    page = desk("dana").post(reverse("admin:letters_simulate", args=[appeal.pk]), {"flow": typed})
    assert page.status_code == 422
    assert told in page.content.decode()
    assert f">\n{typed}</textarea>" in page.content.decode()
    appeal.refresh_from_db()
    assert appeal.simulated_at is None
