"""One email in place of many: what is in it, who is in it, and that each letter is still counted once."""

from datetime import timedelta

import pytest

from appeals import signing
from appeals.models import Signature, Tally
from letters import (
    collecting,
    counting,
    dispatching,
    inboxes,
    scheduling,
    steering,
    taking_replies,
    withdrawing,
)
from letters.collective_mail import compose
from letters.models import CollectiveLetter, Dispatch, Letter, Reply
from outbox.intake import take_in
from outbox.models import Message, Notice
from outbox.noting import News, note
from outbox.return_addresses import reply_address
from tests import people
from tests.letters.factories import LATER, due_letters, ready_for_all, ready_letters
from tests.letters.sending_off import sent
from tests.outbox import answers

WEEK = timedelta(days=7)


def _together(appeal, count: int) -> list[Letter]:
    letters = ready_letters(appeal, count) if count else ready_for_all()
    steering.switch(
        dispatch=Dispatch.objects.get(appeal=appeal),
        channel="collective",
        by=people.dana(),
        reason="They block single letters.",
        now=LATER,
    )
    return letters


def _draft():
    return compose(Message.objects.get(kind="collective"))


def test_many_letters_become_one_email_with_text_count_and_signers(appeal):
    _together(appeal, 3)
    chosen = Signature.objects.order_by("confirmed_at")
    for signature, display in zip(chosen, ("name", "name_town", "count"), strict=True):
        signature.display = display
        signature.save()
    assert scheduling.schedule(now=LATER) == 0
    assert collecting.collect(now=LATER) == 3
    draft = _draft()
    assert draft.subject == "The baker of Exampletown (3)"
    assert draft.text == (
        "Your Excellency,\n\nI write to you about the baker.\n\nShe is held for baking.\n\n"
        "1. Release her at once.\n\nPlease tell me where she is.\n\nYours faithfully,\n\n"
        "Signatures under this letter: 3\n\nAnnex: those who signed, each shown as they chose\n\n"
        "1. Amara Okafor\n2. Ama Boateng, Leeds\n\nSigned and not named, by their own choice: 1\n"
    )
    assert draft.cc == ("copy@campaign.example",)
    assert sent(now=LATER) == ["The baker of Exampletown (3)"]


def test_each_letter_in_it_is_counted_once(appeal):
    _together(appeal, 3)
    collecting.collect(now=LATER)
    sent(now=LATER)
    for _twice in range(2):
        counting.count_accepted(now=LATER)
    assert Tally.objects.get().accepted == 3
    assert (
        list(Letter.objects.values_list("state", "accepted_at", "message")) == [("accepted", LATER, None)] * 3
    )
    assert collecting.collect(now=LATER + 2 * WEEK) == 0


def test_whoever_takes_their_signature_back_is_not_in_it(appeal):
    letters = _together(appeal, 2)
    collecting.collect(now=LATER)
    signing.withdraw(signature=letters[0].signature, now=LATER)
    assert withdrawing.cancel_withdrawn(now=LATER) == 1
    assert sent(now=LATER) == ["The baker of Exampletown (1)"]
    assert list(Letter.objects.order_by("pk").values_list("state", flat=True)) == ["cancelled", "collected"]


def test_what_became_untrue_is_taken_out_and_stopped_when_it_is_about_to_leave(appeal):
    _together(appeal, 2)
    collecting.collect(now=LATER)
    appeal.texts.filter(language="en").update(body="Something else.")
    assert sent(now=LATER) == []
    reason = "The text in this language is not approved as it stands now."
    assert list(Letter.objects.values_list("state", "reason", "collective")) == [("held", reason, None)] * 2
    assert Message.objects.get(kind="collective").state == "held"
    collecting.collect(now=LATER)
    assert Message.objects.get(kind="collective").reason == collecting.NOBODY_LEFT
    assert Message.objects.get(kind="collective").state == "cancelled"


def test_those_who_sign_later_wait_for_the_next_one_a_week_on(appeal):
    _together(appeal, 1)
    assert collecting.collect(now=LATER) == 1
    sent(now=LATER)
    counting.count_accepted(now=LATER)
    ready_letters(appeal, 3)
    assert collecting.collect(now=LATER + WEEK - timedelta(seconds=1)) == 0
    assert collecting.collect(now=LATER + WEEK) == 2
    assert CollectiveLetter.objects.count() == 2


def test_it_takes_one_turn_of_the_office_in_its_hours(appeal, settings):
    settings.OUTCRY_OFFICE_HOURS = "9-17"
    _together(appeal, 3)
    collecting.collect(now=LATER)
    due = Message.objects.get(kind="collective").due_at
    assert f"{due:%A %H:%M}" == "Monday 09:00"


def test_letters_of_an_email_that_was_cancelled_wait_for_another(appeal):
    _together(appeal, 2)
    collecting.collect(now=LATER)
    Message.objects.filter(kind="collective").update(state="cancelled", reason="Wrong.")
    collecting.collect(now=LATER)
    assert set(Letter.objects.values_list("state", "collective")) == {("ready", None)}


def test_back_to_single_letters_holds_the_email_and_nobody_gets_both(appeal):
    _together(appeal, 2)
    collecting.collect(now=LATER)
    steering.switch(
        dispatch=Dispatch.objects.get(), channel="email", by=people.dana(), reason="They agreed.", now=LATER
    )
    assert sent(now=LATER) == []
    assert Message.objects.get(kind="collective").reason == "The dispatch was changed to email."
    assert scheduling.schedule(now=LATER) == 0  # still in the email, until a person cancels it


def test_own_words_stand_in_the_annex_and_the_text_is_what_all_share(appeal):
    people.offer_bricks(appeal, en=("She is my neighbour.",))
    people.amara_confirms(appeal, email="one@example.org", bricks=(1,), now=LATER - timedelta(hours=1))
    people.amara_confirms(appeal, email="two@example.org", now=LATER - timedelta(hours=1))
    _together(appeal, 0)
    collecting.collect(now=LATER)
    assert "She is my neighbour." not in _draft().text
    assert "I write to you about the baker." in _draft().text


def test_a_name_cannot_write_html_into_it(appeal):
    people.amara_confirms(appeal, name="<b>Amara</b>", now=LATER - timedelta(hours=1))
    _together(appeal, 0)
    Signature.objects.update(display="name")
    collecting.collect(now=LATER)
    assert "<b>" not in _draft().html
    assert "<b>Amara</b>" in _draft().text


@pytest.mark.parametrize("count", [1, 3])
def test_collecting_costs_the_same_for_one_letter_and_for_many(appeal, count, django_assert_num_queries):
    _together(appeal, count)
    with django_assert_num_queries(35):
        assert collecting.collect(now=LATER) == count


def test_a_tick_without_such_a_dispatch_asks_three_times(appeal, django_assert_num_queries):
    due_letters(appeal)
    dispatching.dispatch_due(now=LATER)
    with django_assert_num_queries(3):
        assert collecting.collect(now=LATER) == 0


def _sent_together(appeal, count: int) -> CollectiveLetter:
    _together(appeal, count)
    collecting.collect(now=LATER)
    sent(now=LATER)
    return CollectiveLetter.objects.get()


def test_an_email_that_comes_back_takes_all_its_letters_out_of_the_count(appeal):
    email = _sent_together(appeal, 3)
    note([News(email.message_id, "mail:7", "hard", "mail", LATER)], now=LATER)
    assert inboxes.heed(now=LATER) == 0
    assert Notice.objects.get().heeded_at is None  # not before its letters were counted
    counting.count_accepted(now=LATER)
    for _twice in range(2):
        inboxes.heed(now=LATER)
    assert Tally.objects.get().accepted == 0
    assert set(Letter.objects.values_list("came_back_at", flat=True)) == {LATER}


def test_an_answer_to_it_is_filed_and_answers_all_its_letters(appeal, settings):
    settings.OUTCRY_BOUNCE_EMAIL = "bounces@outcry.example"
    settings.OUTCRY_REPLY_EMAIL = "replies@outcry.example"
    email = _sent_together(appeal, 2)
    assert compose(email.message).reply_to == reply_address(email.message_id)
    raw = answers.answer(
        sender=email.contact.email, to=reply_address(email.message_id), text="We have read them."
    )
    take_in(raw, came_through="maildir", now=LATER)
    assert taking_replies.take_over(now=LATER) == {"answer": 1}
    assert taking_replies.take_over(now=LATER) == {}
    assert Reply.objects.get().letter == Letter.objects.earliest("pk")
    assert set(Letter.objects.values_list("answered_at", flat=True)) == {LATER}
