"""The dispatcher's desk: the list, the page of one dispatch, the forecast that changes with the pace, and the brake."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns.models import Campaign
from letters import steering
from letters.models import Dispatch, Letter, Pace
from outbox.models import Switch
from tests import people
from tests.config.doors import in_role
from tests.letters.factories import LATER, due_letters, ready_letters
from tests.people import NOW

LIST, SENDING = "admin:letters_dispatch_changelist", "admin:letters_sending"


@pytest.fixture
def client(db) -> Client:
    """A dispatcher, at LATER."""
    client = Client()
    with time_machine.travel(LATER, tick=False):
        in_role(client, "dispatcher")
        yield client


def _address() -> str:
    return reverse("admin:letters_dispatch_change", args=[Dispatch.objects.get().pk])


def _press(client: Client, **data: object) -> tuple[int, str]:
    """The status and what the page says above itself."""
    page = client.post(_address(), data)
    if page.status_code == 302:
        after = client.get(page["Location"])
        return 302, " ".join(str(message) for message in after.context["messages"])
    return page.status_code, page.content.decode()


def _dispatches(count: int) -> None:
    """`count` appeals with a letter each, to one office."""
    for number in range(count):
        case = people.a_case(slug=f"case-{number}")
        ready_letters(people.an_open_appeal(case=case), 1)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_shows_the_forecasts_of_all_with_the_same_queries(client, count, django_assert_num_queries):
    people.an_embassy(country="GB")
    _dispatches(count)
    with django_assert_num_queries(9):
        page = client.get(reverse(LIST))
    last = datetime(2026, 11, 22, 13, 2 * (count - 1), tzinfo=UTC)
    assert max(row.last for row in page.context["cl"].result_list) == last
    assert "Sunday 22 November 2026, 13:00 (Europe/London)" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_paces_costs_the_same_for_one_office_and_for_many(
    client, count, django_assert_num_queries
):
    for country in ("GB", "DE", "FR")[:count]:
        people.an_embassy(country=country)
    appeal = people.an_open_appeal()
    for country in ("GB", "DE", "FR")[:count]:
        people.amara_confirms(appeal, country=country, email=f"{country.lower()}@example.org")
    ready_letters(appeal, 0)
    with django_assert_num_queries(9):
        page = client.get(reverse("admin:letters_pace_changelist"))
    assert len(page.context["cl"].result_list) == count
    assert "30 letters an hour, day and night, Europe/London" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_dispatch_costs_the_same_for_one_letter_and_for_many(
    client, appeal, count, django_assert_num_queries
):
    ready_letters(appeal, count)
    Dispatch.objects.update(ends_at=LATER)  # too late, whatever the pace: all remedies are looked for
    with django_assert_num_queries(13):
        page = client.get(_address())
    assert (page.status_code, "No pace is fast enough." in page.content.decode()) == (200, True)


def test_the_forecast_changes_with_the_pace_before_anything_is_saved(client, appeal):
    ready_letters(appeal, 3)
    Dispatch.objects.update(ends_at=LATER + timedelta(minutes=3))
    page = client.get(_address()).content.decode()
    assert "Sunday 22 November 2026, 13:04 (Europe/London)" in page
    assert "That is too late." in page
    assert "Faster: 41 letters an hour would be in time." in page
    status, page = _press(client, button="look", letters_per_hour="60")
    assert (status, Pace.objects.get().letters_per_hour) == (200, None)
    assert "With 60 letters an hour, day and night, Europe/London" in page
    assert "Sunday 22 November 2026, 13:02 (Europe/London)" in page
    assert "Nothing is saved yet." in page
    assert _press(client, button="pace", letters_per_hour="60") == (
        302,
        "The pace is set: 60 letters an hour, day and night, Europe/London.",
    )
    pace = Pace.objects.get()
    assert (pace.letters_per_hour, pace.changed_by.username, pace.changed_at) == (60, "the-dispatcher", LATER)


def test_the_suggested_pace_is_the_slowest_that_is_in_time(client, appeal):
    """Three letters, the last two gaps after the first: 40 an hour would be three minutes, which is not before."""
    ready_letters(appeal, 3)
    Dispatch.objects.update(ends_at=LATER + timedelta(minutes=3))
    _press(client, button="pace", letters_per_hour="40")
    assert "That is too late." in client.get(_address()).content.decode()
    _press(client, button="pace", letters_per_hour="41")
    assert "That is in time." in client.get(_address()).content.decode()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"letters_per_hour": "0"}, "Between 1 and 10000 letters, or nothing."),
        ({"letters_per_day": "20000"}, "Between 1 and 10000 letters, or nothing."),
        ({"hours": "17-9"}, "Write office hours like 9-17 or 8:30-12:00, or always."),
        ({"zone": "Berlin"}, "There is no such time zone. They are named like Europe/Berlin."),
    ],
)
def test_a_pace_that_makes_no_sense_is_refused_at_its_field(client, appeal, typed, says):
    ready_letters(appeal)
    status, page = _press(client, button="pace", **typed)
    assert (status, says in page) == (422, True)
    assert Pace.objects.get().changed_at is None


def test_office_hours_and_holidays_are_told_by_the_clock_of_the_place(client, appeal, settings):
    settings.OUTCRY_OFFICE_HOURS = "9-17"
    ready_letters(appeal)
    with time_machine.travel(datetime(2026, 12, 24, 18, tzinfo=UTC), tick=False):
        client.force_login(User.objects.get(username="the-dispatcher"))
        page = client.get(_address()).content.decode()
    assert "Tuesday 29 December 2026, 09:00 (Europe/London)" in page
    assert "25 December 2026: Christmas Day" in page


def test_a_dispatch_is_stopped_and_goes_on_with_a_reason(client, appeal):
    due_letters(appeal)
    assert _press(client, button="stop", reason=" ") == (302, "Say why; the next person on duty will ask.")
    assert _press(client, button="stop", reason="Wrong office?") == (
        302,
        "It is stopped. Nothing of it leaves until somebody lets it go on.",
    )
    dispatch = Dispatch.objects.get()
    assert (dispatch.state, dispatch.reason, dispatch.decided_by.username) == (
        "stopped",
        "Wrong office?",
        "the-dispatcher",
    )
    assert _press(client, button="stop", reason="Again.") == (
        302,
        "This dispatch is stopped and cannot become stopped.",
    )
    assert _press(client, button="go_on", reason="The right one.")[0] == 302
    assert Dispatch.objects.get().state == "running"


def test_a_dispatch_takes_another_way_with_a_reason(client, appeal):
    ready_letters(appeal)
    assert _press(client, button="paper", reason="The inbox is full.") == (
        302,
        "Its letters now go by paper. Its signers read so on their pages.",
    )
    dispatch = Dispatch.objects.get()
    assert (dispatch.channel, dispatch.switched_because, dispatch.switched_at) == (
        "paper",
        "The inbox is full.",
        LATER,
    )
    assert "No letter waits for a turn." in client.get(_address()).content.decode()


@pytest.mark.parametrize(
    ("day", "time", "begins", "notice"),
    [
        ("2026-12-01", "09:00", datetime(2026, 12, 1, 8, tzinfo=UTC), "Its start is set."),
        (
            "2027-03-28",
            "02:30",
            datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
            "The clocks of Europe/Berlin skip 02:30 on that day: it was moved to 03:30.",
        ),
        (
            "2027-10-31",
            "02:30",
            datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
            "The clocks of Europe/Berlin show 02:30 twice on that day: the first of the two was taken.",
        ),
    ],
)
def test_a_start_is_a_time_on_the_wall_of_a_zone(client, appeal, day, time, begins, notice):
    ready_letters(appeal)
    said = {"day": day, "time": time, "zone": "Europe/Berlin", "reason": "After the visit."}
    assert _press(client, button="begin", **said) == (302, notice)
    dispatch = Dispatch.objects.get()
    assert (dispatch.starts_at, dispatch.zone) == (begins, "Europe/Berlin")


def test_a_start_after_the_end_is_refused(client, appeal):
    ready_letters(appeal)
    Dispatch.objects.update(ends_at=LATER)
    said = {"day": "2026-12-01", "time": "09:00", "zone": "UTC", "reason": "Later."}
    assert _press(client, button="begin", **said) == (302, "It would begin after its act-before date.")
    assert Dispatch.objects.get().starts_at == NOW


def test_one_press_pauses_everything_and_another_lets_it_go_on(client):
    index = client.get(reverse("admin:index")).content.decode()
    assert '<button class="button brake" name="button" value="pause_everything">' in index
    client.post(reverse(SENDING), {"button": "pause_everything"})
    switch = Switch.objects.get(name="everything")
    assert (switch.paused, switch.reason, switch.by.username) == (
        True,
        "Paused at the desk with one press.",
        "the-dispatcher",
    )
    assert "Nothing leaves: everything is paused" in client.get(reverse("admin:index")).content.decode()
    client.post(reverse(SENDING), {"button": "resume_everything"})
    assert Switch.objects.get(name="everything").paused is False


def test_a_campaign_is_paused_and_goes_on_with_a_reason(client, appeal):
    campaign = Campaign.objects.get()
    client.post(reverse(SENDING), {"button": "pause_campaign", "campaign": campaign.pk})
    assert Campaign.objects.get().paused_at is None
    said = {"campaign": campaign.pk, "reason": "The family asked."}
    client.post(reverse(SENDING), {"button": "pause_campaign", **said})
    campaign.refresh_from_db()
    assert (campaign.paused_at, campaign.paused_reason) == (LATER, "The family asked.")
    assert "The family asked." in client.get(reverse(SENDING)).content.decode()
    client.post(reverse(SENDING), {"button": "campaign_goes_on", **said})
    assert Campaign.objects.get().paused_at is None


def test_all_that_were_late_go_on_by_one_act_with_a_reason(client):
    people.an_embassy(country="GB")
    _dispatches(2)
    steering.make_wait(Dispatch.objects.all(), reason="Found late.", now=LATER)
    assert "2 dispatches wait" in client.get(reverse("admin:index")).content.decode()
    client.post(reverse(SENDING), {"button": "dispatches_go_on", "reason": ""})
    assert Dispatch.objects.filter(state="waiting").count() == 2
    client.post(reverse(SENDING), {"button": "dispatches_go_on", "reason": "All true."})
    assert list(Dispatch.objects.values_list("state", "reason")) == [("running", "All true.")] * 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_sending_costs_the_same_for_one_dispatch_and_for_many(
    client, count, django_assert_num_queries
):
    people.an_embassy(country="GB")
    _dispatches(count)
    steering.make_wait(Dispatch.objects.all(), reason="Found late.", now=LATER)
    with django_assert_num_queries(9):
        page = client.get(reverse(SENDING)).content.decode()
    assert page.count("Found late.") == count


@pytest.mark.parametrize("role", ["editor", "approver", "translator", "partner"])
def test_chidi_and_other_roles_stop_and_start_nothing(appeal, role):
    ready_letters(appeal)
    client = Client()
    in_role(client, role)
    for button in ("pause_everything", "pause_campaign", "dispatches_go_on"):
        assert client.post(reverse(SENDING), {"button": button, "reason": "Mine."}).status_code == 403
    for button in ("stop", "paper", "pace", "begin", "look"):
        assert client.post(_address(), {"button": button, "reason": "Mine."}).status_code == 403
    assert "pause_everything" not in client.get(reverse("admin:index")).content.decode()
    assert (Dispatch.objects.get().state, Letter.objects.get().state) == ("running", "ready")
    assert Client().post(reverse(SENDING), {"button": "pause_everything"}).status_code == 302
    assert not Switch.objects.filter(paused=True).exists()
