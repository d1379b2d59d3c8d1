"""Which letters may be put on paper, and what Dana sees before she prints them."""

from datetime import timedelta

import pytest

from appeals import publishing, signing
from appeals.models import Signature
from campaigns.models import Contact, Target
from letters import choosing, holding
from letters.choosing import Choice, Destination, LeftOut, preview
from letters.leaving import EMAIL_CHANGED
from letters.models import Dispatch, Letter
from letters.on_paper import NO_POSTAL_ADDRESS, why_not_on_paper
from letters.runs import PAPER_ONLY
from letters.steering import switch
from outbox.models import Message
from tests import people
from tests.letters.factories import LATER, accept, enqueued_letters, frozen_letters, ready_letters
from tests.letters.printing_world import AT, made
from tests.letters.sending_off import sent
from tests.people import NOW

pytestmark = pytest.mark.django_db


def why(letter: Letter, now=AT) -> str:
    found = Letter.objects.select_related("message").get(pk=letter.pk)
    return why_not_on_paper([found], now).get(letter.pk, "")


def test_a_look_says_how_many_where_to_and_which(appeal):
    letters = ready_letters(appeal, 3)
    seen = preview(Choice(), now=AT)
    assert (seen.count, seen.pages, seen.unmeasured, seen.also_by_mail) == (3, 3, 0, 3)
    assert seen.destinations == [Destination("GB", "Embassy of Kazakhstan in GB", 3, 3)]
    assert [letter.reference for letter in seen.examples] == [letter.reference for letter in letters]
    assert seen.left_out == []


def test_a_letter_parked_for_want_of_an_email_address_is_what_paper_is_for():
    embassy = people.an_embassy(country="GB")
    embassy.contacts.filter(channel="email").delete()
    (letter,) = frozen_letters(people.an_open_appeal())
    assert letter.state == "parked"
    assert why(letter) == ""
    seen = preview(Choice(), now=AT)
    assert (seen.count, seen.unmeasured, seen.also_by_mail) == (1, 1, 0)


def test_a_letter_held_for_the_office_s_email_address_alone_may_go_on_paper(appeal):
    (letter,) = ready_letters(appeal)
    Letter.objects.update(state="held", reason=EMAIL_CHANGED)
    assert why(letter) == ""


def test_what_a_person_holds_waits_for_that_person_on_paper_too(appeal):
    (letter,) = ready_letters(appeal)
    holding.hold(Letter.objects.all(), by=people.dana(), reason="Wrong office?", now=NOW)
    assert why(letter) == "Wrong office?"
    seen = preview(Choice(), now=AT)
    assert (seen.count, seen.left_out) == (0, [LeftOut("Wrong office?", 1, [letter.reference])])


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("held", "Its message is held in the outbox: May have left."),
        ("cancelled", "Its message was cancelled: May have left."),
        ("queued", ""),
        ("failed", ""),
        ("suppressed", ""),
    ],
)
def test_a_message_in_doubt_keeps_the_paper_back_and_one_that_failed_does_not(appeal, state, reason):
    (letter,) = enqueued_letters(appeal)
    Message.objects.filter(letter=letter).update(state=state, reason="May have left.")
    assert why(letter) == reason


def test_within_the_cooling_window_nothing_is_printed(appeal):
    (letter,) = ready_letters(appeal)
    assert why(letter, now=NOW) == "The signer may still take the signature back."


def test_a_signature_taken_back_or_changed_is_not_printed(appeal):
    (letter,) = ready_letters(appeal)
    signing.withdraw(signature=letter.signature, now=NOW)
    assert why(letter) == "The signature was withdrawn."
    Signature.objects.update(state="confirmed", withdrawn_at=None, reference="OC-0000-0000")
    assert why(letter) == "The signer has changed the letter, or signed anew."


def test_own_words_that_nobody_has_read_are_not_printed(appeal):
    (letter,) = ready_letters(appeal)
    Signature.objects.update(moderation="waiting", moderation_reasons="own words")
    assert why(letter) == "A person has to read the signer's own words first."


def test_a_closed_appeal_prints_nothing_more(appeal):
    (letter,) = ready_letters(appeal)
    publishing.close(appeal=appeal, by=people.dana(), reason="She is free.", now=NOW)
    assert why(letter) == "The appeal is closed."


def test_a_letter_that_is_not_what_was_agreed_to_is_not_printed(appeal):
    (letter,) = ready_letters(appeal)
    Letter.objects.filter(pk=letter.pk).update(frozen={**letter.frozen, "subject": "Something else"})
    assert why(letter) == "The letter is not the one that was agreed to: its digest differs."


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"health": "failing"}, "The office has no verified, working postal address."),
        ({"health": "dead"}, "The office has no verified, working postal address."),
        ({"city": "Elsewhere"}, "The office's postal address was changed after the letter was signed."),
        ({"postcode": "AB1 2CE"}, "The office's postal address was changed after the letter was signed."),
        (
            {"address_lines": "2 Embassy Row"},
            "The office's postal address was changed after the letter was signed.",
        ),
        ({"address_lines": "\n1 Embassy Row\n"}, ""),
    ],
)
def test_the_postal_address_has_to_work_and_to_be_the_one_in_the_letter(appeal, changes, reason):
    (letter,) = ready_letters(appeal)
    Contact.objects.filter(channel="post").update(**changes)
    assert why(letter) == reason


def test_another_office_s_address_or_a_closed_office_is_none(appeal):
    (letter,) = ready_letters(appeal)
    Target.objects.update(status="closed")
    assert why(letter) == "The office is closed or suspended."
    Target.objects.update(status="open", host_country="FR")
    assert why(letter) == "The office's postal address was changed after the letter was signed."


def test_a_letter_signed_when_no_postal_address_was_known_has_nowhere_to_go():
    embassy = people.an_embassy(country="GB")
    post = embassy.contacts.get(channel="post")
    Contact.objects.filter(pk=post.pk).update(health="failing")
    (letter,) = frozen_letters(people.an_open_appeal())
    Contact.objects.filter(pk=post.pk).update(health="working")
    assert why(letter) == NO_POSTAL_ADDRESS


def test_what_email_has_brought_is_printed_only_when_dana_asks_for_it(appeal):
    letters = enqueued_letters(appeal, 3)
    accept(letters[0])
    Letter.objects.filter(pk=letters[1].pk).update(state="accepted", accepted_at=NOW)
    seen = preview(Choice(), now=AT)
    assert (seen.count, seen.sent_before, [one.pk for one in seen.examples]) == (1, 2, [letters[2].pk])
    assert (preview(Choice(also_emailed=True), now=AT).count) == 3


def test_what_was_printed_is_printed_again_only_as_a_reprint(appeal, prints):
    ready_letters(appeal, 2)
    made()
    seen = preview(Choice(), now=AT)
    assert (seen.count, seen.printed_before) == (0, 2)
    seen = preview(Choice(also_printed=True), now=AT)
    assert (seen.count, seen.reprints, seen.printed_before) == (2, 2, 0)


def test_appeal_office_and_days_narrow_the_choice(appeal):
    ready_letters(appeal, 3)  # confirmed three, two and one seconds before NOW
    for choice, count in (
        (Choice(appeal=appeal), 3),
        (Choice(target=Target.objects.get()), 3),
        (Choice(confirmed_from=NOW - timedelta(seconds=2)), 2),
        (Choice(confirmed_until=NOW - timedelta(seconds=2)), 1),
        (Choice(confirmed_from=NOW + timedelta(days=1)), 0),
    ):
        assert preview(choice, now=AT).count == count


def test_a_batch_has_a_most(appeal, monkeypatch):
    ready_letters(appeal, 3)
    monkeypatch.setattr(choosing, "MOST", 2)
    with pytest.raises(choosing.Refused, match=r"^3 letters fit, and a batch has 2 at most\."):
        preview(Choice(), now=AT)


@pytest.mark.parametrize("count", [1, 3])
def test_a_look_costs_the_same_for_one_letter_and_for_three(appeal, count, django_assert_num_queries):
    ready_letters(appeal, count)
    with django_assert_num_queries(23):
        assert preview(Choice(), now=AT).count == count


def test_a_dispatch_on_paper_waits_for_no_mail_and_prints_what_the_outbox_holds_for_it(appeal):
    letter = enqueued_letters(appeal)[0]
    switch(
        dispatch=Dispatch.objects.get(), channel="paper", by=people.dana(), reason="It is full.", now=LATER
    )
    assert sent(now=LATER) == []
    assert Message.objects.get(kind="letter").reason == PAPER_ONLY
    assert why(letter, now=LATER) == ""
    seen = preview(Choice(appeal=appeal), now=LATER)
    assert (seen.count, seen.also_by_mail) == (1, 0)
