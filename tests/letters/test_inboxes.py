"""Letters that come back: the honest count, the health of the office's address, and who is told."""

from datetime import timedelta

import pytest
from django.urls import reverse

from appeals.models import Tally
from campaigns import verifying
from campaigns.models import Contact
from letters import counting, inboxes, leaving
from letters.models import InboxTrouble, Letter
from outbox.models import Notice
from outbox.noting import News, note
from tests import people
from tests.letters.factories import LATER, accept, enqueued_letters
from tests.outbox.factories import a_message, register_notes
from tests.people import NOW


@pytest.fixture
def letters(appeal):
    found = enqueued_letters(appeal, 6)
    for letter in found:
        accept(letter)
    counting.count_accepted(now=NOW)
    return found


def told(letter, kind, *, days_ago=0, now=NOW, **more):
    news = News(
        letter.message_id,
        f"mail:{letter.pk}:{kind}:{now}",
        kind,
        "mail",
        now - timedelta(days=days_ago),
        **more,
    )
    note([news], now=now)


def contact():
    return Contact.objects.get(pk__in=Letter.objects.values("contact"))


def health():
    return contact().health


def troubles():
    return list(InboxTrouble.objects.order_by("pk").values_list("reason", "letters"))


def test_a_letter_that_came_back_is_accepted_by_nobody(letters, appeal):
    told(letters[0], "soft", enhanced="5.2.2", said="mailbox full")
    told(letters[1], "delay")
    told(letters[2], "hard", of_recipient=False)
    inboxes.heed(now=NOW)
    inboxes.heed(now=NOW)
    assert Tally.objects.get(appeal=appeal).accepted == 5
    assert list(Letter.objects.filter(came_back_at=NOW)) == [letters[0]]


def test_the_same_letter_comes_back_once(letters, appeal):
    for kind in ("soft", "hard"):
        told(letters[0], kind)
        inboxes.heed(now=NOW)
    assert Tally.objects.get(appeal=appeal).accepted == 5


def test_news_that_is_quicker_than_the_count_waits_for_it(appeal):
    letter = enqueued_letters(appeal)[0]
    accept(letter)
    told(letter, "hard")
    inboxes.heed(now=NOW)
    assert Notice.objects.unheeded().count() == 1
    counting.count_accepted(now=NOW)
    inboxes.heed(now=NOW)
    assert Tally.objects.get(appeal=appeal).accepted == 0


@pytest.mark.parametrize(
    ("kind", "many", "reason"),
    [("hard", 2, "bounces"), ("policy", 3, "blocks_by_policy"), ("complaint", 1, "blocks_by_policy")],
)
def test_an_address_is_doubted_after_several_letters_and_the_desk_is_told(letters, kind, many, reason):
    for letter in letters[: many - 1]:
        told(letter, kind)
    assert inboxes.heed(now=NOW) == 0
    assert (health(), troubles()) == ("working", [])
    told(letters[many - 1], kind, enhanced="5.9.9", said="their words")
    assert inboxes.heed(now=NOW) == 1
    assert (health(), troubles()) == ("failing", [(reason, many)])
    trouble = InboxTrouble.objects.current().get()
    assert (trouble.contact, trouble.enhanced, trouble.said) == (contact(), "5.9.9", "their words")
    assert Contact.objects.due_for_check(NOW).filter(pk=contact().pk).exists()


def test_soft_bounces_need_five_letters_on_three_days(letters):
    for number, letter in enumerate(letters[:5]):
        told(letter, "soft", days_ago=number % 2)
    assert inboxes.heed(now=NOW) == 0
    told(letters[5], "soft", days_ago=5)
    assert inboxes.heed(now=NOW) == 1
    assert troubles() == [("bounces", 6)]


def test_letters_to_a_doubted_address_wait(letters, appeal):
    told(letters[0], "hard")
    told(letters[1], "hard")
    inboxes.heed(now=NOW)
    stop = leaving.why_not(letters[2:3], LATER)[letters[2].pk]
    assert (stop.state, stop.reason) == ("parked", "The office has no verified, working email address.")


def test_an_address_that_is_verified_again_begins_anew(letters):
    for letter in letters[:2]:
        told(letter, "hard")
    inboxes.heed(now=NOW)
    verifying.verify_contact(contact=contact(), how="telephone", by=people.dana(), now=NOW)
    assert InboxTrouble.objects.current().count() == 0
    later = NOW + timedelta(hours=1)
    told(letters[2], "hard", now=later)
    assert inboxes.heed(now=later) == 0
    assert health() == "working"
    told(letters[3], "hard", now=later)
    assert inboxes.heed(now=later) == 1
    assert InboxTrouble.objects.current().get().since == later


def test_what_another_address_did_before_a_correction_does_not_count(letters):
    told(letters[0], "hard")
    told(letters[1], "hard")
    Contact.objects.filter(pk=contact().pk).update(email="new@mission.example")
    assert inboxes.heed(now=NOW) == 0
    assert health() == "working"


def test_news_of_supporters_is_left_to_the_outbox(letters):
    register_notes()
    message = a_message(key="note:9", stream="mailing")
    note([News(message.pk, "mail:9:0", "hard", "mail", NOW)], now=NOW)
    assert inboxes.heed(now=NOW) == 0
    assert Notice.objects.unheeded().count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_many_are_heeded_in_a_known_number_of_statements(letters, count, django_assert_num_queries):
    for letter in letters[:count]:
        told(letter, "soft")
    with django_assert_num_queries(10):
        inboxes.heed(now=NOW)


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_reads_why_an_address_fails(appeal, admin_client, django_assert_num_queries, count):
    embassy = people.an_embassy(country="FR")
    for number in range(count):
        row = Contact.objects.create(target=embassy, channel="email", email=f"fr{number}@mission.example")
        verifying.doubt_contacts(contacts=Contact.objects.filter(pk=row.pk), health="failing")
        InboxTrouble.objects.create(contact=row, reason="bounces", letters=2, said="user unknown", since=NOW)
    # session, user, count, rows
    with django_assert_num_queries(4):
        page = admin_client.get(
            reverse("admin:letters_inboxtrouble_changelist") + "?still=yes"
        ).content.decode()
    assert page.count("user unknown") == count
    assert page.count("(Failing)") == count
