"""Where an inbox takes no mail of ours, letters go on paper, and Amara's page says so."""

import pytest
from django.urls import reverse

from campaigns import verifying
from campaigns.models import Contact
from letters import dispatching, scheduling, switching
from letters.blocked import blocked_inboxes
from letters.models import Dispatch, InboxTrouble, Letter
from letters.place import Place, place
from tests import people
from tests.letters.factories import LATER, due_letters, ready_for_all
from tests.people import link_in_newest_mail

FAILING = "Mail to this office comes back or is refused."


def _inbox_is(health: str) -> None:
    verifying.doubt_contacts(contacts=Contact.objects.filter(channel="email"), health=health)


def test_letters_to_an_inbox_that_refuses_them_go_on_paper(appeal):
    letter = due_letters(appeal)[0]
    _inbox_is("failing")
    dispatching.dispatch_due(now=LATER)
    assert switching.follow(now=LATER) == 1
    dispatch = Dispatch.objects.get()
    assert (dispatch.channel, dispatch.switched_because, dispatch.switched_at) == ("paper", FAILING, LATER)
    assert place(letter.signature, now=LATER) == Place("on_paper")
    assert switching.follow(now=LATER) == 0


def test_amara_reads_on_her_page_that_her_letter_goes_on_paper_and_not_that_it_was_delivered(appeal, client):
    people.amara_confirms(appeal)
    token = link_in_newest_mail()
    ready_for_all()
    scheduling.schedule(now=LATER)
    _inbox_is("dead")
    dispatching.dispatch_due(now=LATER)
    switching.follow(now=LATER)
    page = client.get(reverse("signature", args=[token])).content.decode()
    said = "So yours goes on paper: we print it and post it."
    assert (said in page, "delivered" in page.lower()) == (True, False)


def test_together_with_others_is_told_too(appeal, client):
    people.amara_confirms(appeal)
    token = link_in_newest_mail()
    ready_for_all()
    Dispatch.objects.update(channel="collective", switched_at=LATER, switched_because="They block.")
    page = client.get(reverse("signature", args=[token])).content.decode()
    assert "So yours goes together with others in one email" in page


def test_another_mailbox_of_the_office_is_no_reason_for_paper(appeal):
    letter = due_letters(appeal)[0]
    _inbox_is("failing")
    Contact.objects.create(target=letter.target, channel="email", email="second@mission.example", position=2)
    verifying.verify_contacts(
        contacts=Contact.objects.filter(email="second@mission.example"),
        how="telephone",
        by=people.dana(),
        now=LATER,
    )
    dispatching.dispatch_due(now=LATER)
    assert switching.follow(now=LATER) == 0


def test_without_a_postal_address_letters_stay_parked(appeal):
    due_letters(appeal)
    _inbox_is("failing")
    verifying.doubt_contacts(contacts=Contact.objects.filter(channel="post"), health="dead")
    dispatching.dispatch_due(now=LATER)
    assert switching.follow(now=LATER) == 0
    assert Letter.objects.get().state == "parked"


def test_a_decision_of_a_person_is_not_undone(appeal):
    due_letters(appeal)
    Dispatch.objects.update(state="stopped", reason="Wait.")
    _inbox_is("failing")
    Letter.objects.update(state="parked", reason="No address.", due_at=None)
    assert switching.follow(now=LATER) == 0


@pytest.mark.parametrize(
    ("health", "reason"),
    [
        ("failing", FAILING),
        ("dead", "The mailbox of this office does not exist any more."),
        ("working", None),
    ],
)
def test_a_contact_says_whether_its_inbox_takes_our_mail(appeal, health, reason):
    contact = Contact.objects.get(channel="email")
    Contact.objects.filter(pk=contact.pk).update(health=health)
    assert blocked_inboxes([contact.pk]).get(contact.pk) == reason


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        ("bounces", "Letters to this office's mailbox come back."),
        ("blocks_by_policy", "This office's mailbox refuses our letters by a rule of its own."),
    ],
)
def test_what_is_known_of_the_trouble_is_said(appeal, trouble, reason):
    letter = due_letters(appeal)[0]
    _inbox_is("failing")
    InboxTrouble.objects.create(contact=letter.contact, reason=trouble, letters=3, since=LATER)
    dispatching.dispatch_due(now=LATER)
    assert switching.follow(now=LATER) == 1
    assert Dispatch.objects.get().switched_because == reason
