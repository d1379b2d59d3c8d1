"""At the desk: a letter is read and refused with words that the signer sees; a flood is taken out and put back."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from appeals import invalidating, links, mail
from appeals.models import Invalidation, Signature
from outbox.kinds import kind_of
from outbox.models import Message
from tests import people
from tests.people import NOW

pytestmark = pytest.mark.django_db
TO_READ = "/admin/appeals/lettertoread/"
INVALID = "/admin/appeals/invalidation/"


@pytest.fixture
def desk(client: Client):
    client.force_login(User.objects.create_superuser("tomas"))
    people.an_embassy(country="GB")
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        yield client


@pytest.fixture
def appeal(desk):
    return people.an_open_appeal()


def test_letters_are_read_one_by_one_the_oldest_first(desk: Client, appeal):
    older = people.amara_confirms(appeal, own_words="See www.example.org for more.")
    newer = people.amara_confirms(
        appeal, email="ama@example.org", own_words="Bread is no crime.", now=NOW + timedelta(minutes=5)
    )
    listed = desk.get(TO_READ).text
    assert listed.index(older.reference) < listed.index(newer.reference)
    assert "Amara" not in listed

    page = desk.get(f"{TO_READ}{older.pk}/change/").text
    for words in (
        "It has a link.",
        "See www.example.org for more.",
        "Release her at once.",
        "1 more in the queue.",
    ):
        assert words in page
    answer = desk.post(
        f"{TO_READ}{older.pk}/decide/",
        {"refuse": "1", "seen": older.agreed_digest, "reason": "Please write without links."},
    )
    assert answer["Location"] == f"{TO_READ}{newer.pk}/change/"
    older.refresh_from_db()
    assert (older.moderation, older.refused_because) == ("refused", "Please write without links.")
    told = Message.objects.get(kind="words_refused")
    draft = kind_of(told.kind).compose(told)
    assert (told.recipient, draft.subject) == (
        "amara@example.org",
        "Your letter waits for you: Free the baker",
    )
    assert links.token_of(older.link_seed) in draft.text
    # Neither what was typed nor the reason, which may quote it.
    assert not [
        word for word in ("example.org for more", "without links", "Amara") if word in draft.text + draft.html
    ]
    assert mail.still_refused([told], NOW) == {}
    Signature.objects.filter(pk=older.pk).update(reference="OC-0000-0001")
    assert mail.still_refused([told], NOW) == {told.pk: "The letter no longer waits for its signer."}
    answer = desk.post(f"{TO_READ}{newer.pk}/decide/", {"pass": "1", "seen": newer.agreed_digest})
    newer.refresh_from_db()
    assert (answer["Location"], newer.moderation) == (TO_READ, "passed")
    assert Message.objects.filter(kind="words_refused").count() == 1


def test_what_the_signer_changed_meanwhile_is_not_passed(desk: Client, appeal):
    signature = people.amara_confirms(appeal, own_words="Bread is no crime.")
    page = desk.post(f"{TO_READ}{signature.pk}/decide/", {"pass": "1", "seen": "0" * 64}, follow=True)
    signature.refresh_from_db()
    assert "the signer has changed it" in page.text
    assert signature.moderation == "waiting"


def test_a_refusal_without_a_reason_is_none(desk: Client, appeal):
    signature = people.amara_confirms(appeal, own_words="Bread is no crime.")
    desk.post(
        f"{TO_READ}{signature.pk}/decide/", {"refuse": "1", "seen": signature.agreed_digest, "reason": " "}
    )
    signature.refresh_from_db()
    assert signature.moderation == "waiting"


def test_a_flood_is_looked_at_then_taken_out_then_put_back(desk: Client, appeal):
    people.amara_confirms(appeal)
    conditions = {
        "appeal": appeal.pk,
        "signed_from_0": "2026-11-22",
        "signed_from_1": "11:00",
        "signed_until_0": "2026-11-22",
        "signed_until_1": "13:00",
    }
    looked = desk.post(f"{INVALID}add/", {**conditions, "look": "1"}).text
    assert "1 signature fits" in looked
    assert "Amara" not in looked
    assert Invalidation.objects.count() == 0
    said = {**conditions, "decide": "1", "reason": "A flood."}
    assert "not 7 as before" in desk.post(f"{INVALID}add/", {**said, "expected": "7"}).text
    decided = desk.post(f"{INVALID}add/", {**said, "expected": "1"})
    invalidation = Invalidation.objects.get()
    assert decided["Location"] == f"{INVALID}{invalidation.pk}/change/"
    invalidating.carry_on()
    assert Signature.objects.get().state == "invalidated"
    assert "1 of 1 taken out" in desk.get(decided["Location"]).text

    desk.post(f"{INVALID}{invalidation.pk}/press/", {"button": "undo", "reason": "It was a street stand."})
    invalidating.carry_on()
    assert Signature.objects.get().state == "confirmed"
