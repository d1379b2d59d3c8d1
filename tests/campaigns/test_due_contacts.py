"""The desk's work list: whose address somebody has to check, and in which order."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns import verifying
from campaigns.models import Contact, Target
from tests.people import NOW, an_embassy, dana

pytestmark = pytest.mark.django_db
LIST = "admin:campaigns_contact_changelist"


def mail(country: str, *, days_ago: int | None = None, **target: str) -> Contact:
    """The mail address of an embassy, verified so many days ago or never."""
    office = an_embassy(country=country, verified=False)
    Target.objects.filter(pk=office.pk).update(**target)
    office.contacts.filter(channel="post").delete()
    contact = office.contacts.get()
    if days_ago is not None:
        when = NOW - timedelta(days=days_ago)
        verifying.verify_contact(contact=contact, how="telephone", by=dana(), now=when)
    return contact


def due() -> list[str]:
    return [one.target.host_country for one in Contact.objects.due_for_check(NOW).select_related("target")]


def test_the_longest_unverified_come_first() -> None:
    mail("GB", days_ago=181)
    mail("DE", days_ago=180)
    mail("FR", days_ago=400)
    mail("SE")
    assert due() == ["SE", "FR", "GB"]


def test_the_age_is_a_setting(settings) -> None:
    mail("GB", days_ago=30)
    settings.OUTCRY_CONTACT_MAX_AGE_DAYS = 29
    assert due() == ["GB"]


def test_failing_is_work_but_dead_and_closed_are_none() -> None:
    failing, dead = mail("GB", days_ago=1), mail("DE", days_ago=400)
    mail("FR", status="closed")
    mail("SE", status="suspended")
    for contact, health in ((failing, "failing"), (dead, "dead")):
        verifying.doubt_contacts(contacts=Contact.objects.filter(pk=contact.pk), health=health)
    assert due() == ["SE", "GB"]


def test_what_a_demonstration_verified_is_work_outside_of_it(client: Client, settings) -> None:
    contact = mail("GB")
    client.force_login(User.objects.create_superuser("dana-the-admin"))
    settings.OUTCRY_DEMO = True
    verifying.verify_contact(contact=contact, how="demo", by=dana(), now=NOW, for_demonstration=True)
    assert (due(), verified_at_the_desk(client)) == ([], 1)
    settings.OUTCRY_DEMO = False
    assert (due(), verified_at_the_desk(client)) == (["GB"], 0)


def verified_at_the_desk(client: Client) -> int:
    """The number in the list of offices, of which there is one."""
    (office,) = client.get(reverse("admin:campaigns_target_changelist")).context["cl"].result_list
    return office.checked_contacts


def test_a_dead_address_that_is_replaced_is_no_longer_dead() -> None:
    contact = mail("GB")
    verifying.doubt_contacts(contacts=Contact.objects.all(), health="dead")
    assert verifying.forget_verification(contacts=Contact.objects.filter(pk=contact.pk)) == 1
    contact.refresh_from_db()
    assert contact.health == "unverified"


def test_the_desk_sees_how_many_and_the_oldest_first(client: Client) -> None:
    client.force_login(User.objects.create_superuser("dana-the-admin"))
    mail("GB", days_ago=181)
    mail("DE", days_ago=10)
    mail("SE")
    with time_machine.travel(NOW, tick=False):
        page = client.get(reverse(LIST), {"check": "due"})
    assert [one.target.host_country for one in page.context["cl"].result_list] == ["SE", "GB"]
    for words in (
        "to check: never, too long ago or failing (2)",
        "never verified (1)",
        "verified more than 180 days ago (1)",
        "failing (0)",
        "verified within 180 days (1)",
    ):
        assert words in page.text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_work_list_costs_the_same_for_one_and_three(
    client: Client, rows: int, django_assert_num_queries
) -> None:
    client.force_login(User.objects.create_superuser("dana-the-admin"))
    for country in ("GB", "DE", "SE")[:rows]:
        mail(country, days_ago=200)
    with time_machine.travel(NOW, tick=False), django_assert_num_queries(7):
        client.get(reverse(LIST), {"check": "due"})
