"""The first page of the desk says what needs whoever looks at it, and nothing else."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from appeals.models import Appeal
from campaigns.models import Citation, Contact
from letters.models import Dispatch, InboxTrouble, Letter
from outbox.models import IncomingMail
from reports import counting_days, readings
from reports.needs import needs_of
from reports.templatetags.dashboard import dashboard_for
from tests import people
from tests.letters.factories import frozen_letters, ready_letters
from tests.mailings.factories import submitted
from tests.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def appeal():
    appeal = people.an_open_appeal()
    people.an_embassy(country="GB")
    return appeal


def somebody(role: str) -> User:
    user = User.objects.create_user(f"a-{role}", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def said_to(role: str) -> list[str]:
    readings.take(now=NOW)
    return [need.words for need in needs_of(somebody(role), readings=readings.taken(), now=NOW)]


def test_held_letters_are_counted_with_their_reasons(appeal):
    letters = frozen_letters(appeal, 3)
    Letter.objects.filter(pk=letters[0].pk).update(state="held", reason="The case is on hold.")
    unmade = "Letter OC-7F3K-92QD, signer.name: The fonts cannot draw it."
    Letter.objects.filter(pk__in=[one.pk for one in letters[1:]]).update(state="held", reason=unmade)
    readings.take(now=NOW)
    held = needs_of(somebody("dispatcher"), readings=readings.taken(), now=NOW)[0]
    assert (held.words, held.why) == (
        "3 letters are held",
        ("2: It cannot be made.", "1: The case is on hold."),
    )
    assert held.link == "/admin/letters/letter/?where=held"


def test_one_letter_is_to_be_printed_when_its_dispatch_goes_on_paper(appeal):
    ready_letters(appeal)
    assert "1 letter is to be printed" not in said_to("dispatcher")
    Dispatch.objects.update(channel="paper")
    readings.take(now=NOW)
    assert readings.taken()["to_print"].content == {"letters": 1}


def test_a_dispatch_that_ends_before_its_last_letter_leaves_is_said_to_be_late(appeal):
    ready_letters(appeal)
    Dispatch.objects.update(ends_at=NOW + timedelta(seconds=1), starts_at=NOW + timedelta(hours=2))
    assert said_to("dispatcher")[0] == "Its last letter would leave too late"


def test_a_case_whose_claim_lost_its_source_is_named(appeal):
    assert "1 case has claims without a source" not in said_to("editor")
    Citation.objects.all().delete()
    readings.take(now=NOW)
    assert readings.taken()["unsourced"].content["first"] == [[appeal.case_id, appeal.case.title]]


def test_what_came_back_and_what_nobody_sorted_is_for_the_dispatcher(appeal):
    contact = Contact.objects.filter(channel="email").first()
    Contact.objects.filter(pk=contact.pk).update(health="failing")
    InboxTrouble.objects.create(contact=contact, reason="bounces", letters=3, since=NOW)
    IncomingMail.objects.create(
        digest="d" * 64, sort="unsorted", came_through="test", size=1, raw=b"x", came_at=NOW
    )
    said = said_to("dispatcher")
    assert "1 office's mailbox bounces or refuses" in said
    assert "1 mail came that nobody sorted" in said


def test_an_update_waits_for_somebody_else_than_who_sent_it_on(appeal):
    submitted(appeal)
    for user, told in ((somebody("approver"), True), (people.bela(), False)):
        user.groups.add(Group.objects.get(name="approver"))
        words = [need.words for need in needs_of(user, readings={}, now=NOW)]
        assert ("Read the update and approve, or send back" in words) is told


def test_an_appeal_that_closes_within_a_week_is_named(appeal):
    Appeal.objects.filter(pk=appeal.pk).update(act_before=NOW + timedelta(days=8))
    assert not any(words.startswith("Closes on") for words in said_to("editor"))
    Appeal.objects.filter(pk=appeal.pk).update(act_before=NOW + timedelta(days=2))
    needs = needs_of(User.objects.get(username="a-editor"), readings={}, now=NOW)
    assert [need.about for need in needs if need.words.startswith("Closes on")] == [str(appeal)]


def test_a_partner_and_a_stranger_are_told_nothing(appeal):
    frozen_letters(appeal)
    Letter.objects.update(state="held", reason="The case is on hold.")
    readings.take(now=NOW)
    for user in (somebody("partner"), AnonymousUser()):
        shown = dashboard_for(user)
        assert (shown["needs"], "chart" in shown) == ([], False)


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(appeal, many, admin_client):
    frozen_letters(appeal, many)
    Letter.objects.update(state="held", reason="The case is on hold.")
    counting_days.recount()
    readings.take(now=NOW)
    admin_client.get(reverse("admin:index"))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = admin_client.get(reverse("admin:index")).content.decode()
    assert f"{many} letter" in page
    assert f"{many} in 30 days" in page
    assert len(queries) == 20
