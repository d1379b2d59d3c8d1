"""Only a person who checked an address makes it usable."""

import pytest

from campaigns import verifying
from campaigns.models import Contact, Target
from kit.refusals import Refused
from tests.people import NOW, dana

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact() -> Contact:
    target = Target.objects.create(
        key="e", kind="embassy", name="Embassy", represents="KZ", host_country="GB"
    )
    return Contact.objects.create(target=target, channel="email", email="embassy@example.org")


def test_nothing_is_usable_before_dana_checked_it(contact: Contact) -> None:
    assert list(Contact.objects.usable()) == []
    verifying.verify_contact(contact=contact, how="the embassy's own page", by=dana(), now=NOW)
    assert list(Contact.objects.usable()) == [contact]
    assert (contact.health, contact.verified_on, contact.verified_by) == ("working", NOW.date(), dana())


def test_dana_has_to_say_how(contact: Contact) -> None:
    with pytest.raises(Refused) as refused:
        verifying.verify_contact(contact=contact, how="", by=dana(), now=NOW)
    assert refused.value.field == "reason"


def test_how_is_kept_as_long_as_its_column(contact: Contact) -> None:
    verifying.verify_contact(contact=contact, how="x" * 301, by=dana(), now=NOW)
    assert contact.verified_how == "x" * 300


def test_a_failing_address_is_not_used(contact: Contact) -> None:
    verifying.verify_contact(contact=contact, how="telephone", by=dana(), now=NOW)
    assert verifying.doubt_contacts(contacts=Contact.objects.all(), health="failing") == 1
    assert list(Contact.objects.usable()) == []


def test_a_changed_address_has_not_been_checked(contact: Contact) -> None:
    verifying.verify_contact(contact=contact, how="telephone", by=dana(), now=NOW)
    assert verifying.forget_verification(contacts=Contact.objects.all()) == 1
    contact.refresh_from_db()
    assert (contact.health, contact.verified_on, contact.verified_how) == ("unverified", None, "")


def test_a_demonstration_verifies_only_in_a_demonstration(contact: Contact, settings) -> None:
    with pytest.raises(Refused):
        verifying.verify_contact(contact=contact, how="demo", by=dana(), now=NOW, for_demonstration=True)
    settings.OUTCRY_DEMO = True
    verifying.verify_contact(contact=contact, how="demo", by=dana(), now=NOW, for_demonstration=True)
    assert list(Contact.objects.usable()) == [contact]
    settings.OUTCRY_DEMO = False
    assert list(Contact.objects.usable()) == []


def test_a_demonstration_never_replaces_a_real_check(contact: Contact, settings) -> None:
    verifying.verify_contact(contact=contact, how="telephone", by=dana(), now=NOW)
    settings.OUTCRY_DEMO = True
    rows = Contact.objects.all()
    assert (
        verifying.verify_contacts(contacts=rows, how="demo", by=dana(), now=NOW, for_demonstration=True) == 0
    )
    contact.refresh_from_db()
    assert (contact.verified_how, contact.for_demonstration) == ("telephone", False)
