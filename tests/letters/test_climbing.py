"""The ladder: each step once, only after a letter that was accepted, and it stops by itself."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from appeals import publishing, signing
from campaigns.models import StatusRecord, Target
from letters import climbing, erasing, evidence, inboxes, scheduling, setting_pace, taking_replies
from letters.choosing import Choice
from letters.follow_up_mail import compose
from letters.leaving import ERASED
from letters.mail import compose as compose_letter
from letters.models import Dispatch, FollowUp, LadderStep, Letter
from outbox.intake import take_in
from outbox.models import Message
from outbox.noting import News, note
from outbox.return_addresses import reply_address
from tests import people
from tests.letters.factories import LATER, due_letters, enqueued_letters, ready_for_all
from tests.letters.sending_off import sent
from tests.outbox import answers
from tests.outbox.factories import QUEUEING

WEEK = timedelta(days=7)


@pytest.fixture
def ladder(appeal) -> None:
    LadderStep.objects.create(appeal=appeal, number=1, after_days=7, channel="paper")
    LadderStep.objects.create(
        appeal=appeal, number=2, after_days=45, channel="person", note="Our parliament."
    )


def _accepted(appeal, count: int = 1) -> list[Letter]:
    enqueued_letters(appeal, count)
    Letter.objects.update(state="accepted", accepted_at=LATER)
    Message.objects.filter(kind="letter").update(state="sent", sent_at=LATER)
    return list(Letter.objects.order_by("pk"))


def _follow_ups() -> list[tuple]:
    return list(FollowUp.objects.order_by("pk").values_list("number", "channel", "state", "reason"))


def test_a_week_without_an_answer_asks_for_paper_and_six_for_a_person(appeal, ladder):
    letter = _accepted(appeal)[0]
    assert climbing.climb(now=LATER + WEEK - timedelta(seconds=1)) == 0
    assert climbing.climb(now=LATER + WEEK) == 1
    assert climbing.climb(now=LATER + WEEK) == 0
    assert _follow_ups() == [(1, "paper", "open", "")]
    assert [one.pk for one in Choice(appeal=appeal).candidates()] == [letter.pk]
    assert climbing.climb(now=LATER + timedelta(days=45)) == 1
    assert _follow_ups()[1] == (2, "person", "open", "")


def test_a_step_for_the_same_signature_and_office_is_in_the_database_once(appeal, ladder):
    letter = _accepted(appeal)[0]
    climbing.climb(now=LATER + WEEK)
    again = FollowUp(
        signature=letter.signature,
        target=letter.target,
        number=1,
        letter=letter,
        channel="paper",
        created_at=LATER,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_who_did_not_sign_and_what_was_not_accepted_is_not_followed_up(appeal, ladder):
    people.amara_signs(appeal)  # and never confirms
    due_letters(appeal, 2)
    assert climbing.climb(now=LATER + 9 * WEEK) == 0


def test_paper_that_was_posted_ends_the_step(appeal, ladder):
    _accepted(appeal)
    climbing.climb(now=LATER + WEEK)
    Letter.objects.update(posted_at=LATER + WEEK, posted_via="hand")
    climbing.climb(now=LATER + WEEK)
    assert _follow_ups() == [(1, "paper", "done", "")]


def test_paper_is_not_asked_for_twice(appeal, ladder):
    _accepted(appeal)
    Letter.objects.update(posted_at=LATER, posted_via="hand")
    assert climbing.climb(now=LATER + WEEK) == 0


def _is_free(appeal) -> None:
    record = StatusRecord.objects.get()
    record.pk, record.key, record.status = None, "free", "released"
    record.save()


def _is_closed(appeal) -> None:
    publishing.close(appeal=appeal, by=people.dana(), reason="Won.", now=LATER)


def _takes_it_back(appeal) -> None:
    signing.withdraw(signature=Letter.objects.get().signature, now=LATER)


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (_is_free, "The baker: released"),
        (_is_closed, "The appeal is closed."),
        (_takes_it_back, "The signature was withdrawn."),
    ],
)
@pytest.mark.parametrize("before", [True, False])
def test_the_ladder_stops_by_itself(appeal, ladder, happens, reason, before):
    _accepted(appeal)
    if before:
        happens(appeal)
        assert climbing.climb(now=LATER + WEEK) == 0
        return
    climbing.climb(now=LATER + WEEK)
    happens(appeal)
    climbing.climb(now=LATER + WEEK)
    assert _follow_ups() == [(1, "paper", "dropped", reason)]


def test_an_answer_stops_it(appeal, ladder):
    _accepted(appeal)
    climbing.climb(now=LATER + WEEK)
    Letter.objects.update(answered_at=LATER + WEEK)
    climbing.climb(now=LATER + timedelta(days=45))
    assert _follow_ups() == [(1, "paper", "dropped", "The office has answered.")]


@pytest.fixture
def by_email(appeal) -> None:
    LadderStep.objects.create(appeal=appeal, number=1, after_days=7, channel="email")


def _followed_up(appeal, count: int = 1) -> None:
    _accepted(appeal, count)
    for _twice in range(2):
        climbing.climb(now=LATER + WEEK)


def _mails() -> list[Message]:
    return list(Message.objects.filter(kind="follow_up").order_by("due_at"))


def test_a_week_without_an_answer_the_same_letter_is_sent_once_more_to_the_same_office(appeal, by_email):
    _followed_up(appeal)
    assert sent(now=LATER + WEEK) == ["The baker of Exampletown"]
    message, letter = _mails()[0], Letter.objects.get()
    assert (message.recipient, message.key) == (
        letter.contact.email,
        f"follow_up:{letter.signature_id}:{letter.target_id}:1",
    )
    climbing.climb(now=LATER + WEEK)
    assert _follow_ups() == [(1, "email", "done", "")]
    climbing.climb(now=LATER + 9 * WEEK)
    assert len(_mails()) == 1


def test_what_would_follow_the_letter_of_somebody_who_is_erased_is_cancelled(appeal, by_email):
    _followed_up(appeal)
    erasing.clear_away([Letter.objects.get().pk], LATER + WEEK)
    assert _follow_ups() == [(1, "email", "dropped", ERASED)]
    assert [(one.state, one.reason) for one in _mails()] == [("cancelled", ERASED)]
    assert sent(now=LATER + WEEK) == []


def test_it_says_above_the_agreed_words_when_it_was_first_sent(appeal, by_email):
    _followed_up(appeal)
    again, first = compose(_mails()[0]), compose_letter(Letter.objects.get().message)
    note = "This letter was first sent to you on 22 November 2026; no answer to it is known to us, so it is sent once more."
    assert again.text == f"{note}\n\n{first.text}"
    assert (again.subject, again.cc, again.attachments) == (first.subject, first.cc, first.attachments)
    assert again.html.count(note) == 1


def test_follow_ups_take_the_turns_of_the_office_that_no_first_letter_wants(appeal, by_email):
    setting_pace.set_pace(
        target=Target.objects.get(),
        wanted={"letters_per_hour": 2, "letters_per_day": None, "hours": "always", "zone": "UTC"},
        by=people.dana(),
        now=LATER,
    )
    _accepted(appeal, 3)
    later = LATER + WEEK
    people.amara_confirms(appeal, now=later - timedelta(hours=1))
    ready_for_all()
    climbing.climb(now=later)
    assert _mails() == []  # a first letter waits for its turn
    scheduling.schedule(now=later)
    climbing.climb(now=later)
    climbing.climb(now=later)
    apart = [mail.due_at - later for mail in _mails()]
    assert apart == [timedelta(minutes=30), timedelta(minutes=60)]
    climbing.climb(now=later + timedelta(hours=1))
    assert len(_mails()) == 3


def _answers(appeal) -> None:
    Letter.objects.update(answered_at=LATER + WEEK)


def _comes_back(appeal) -> None:
    Letter.objects.update(came_back_at=LATER + WEEK)


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (_is_free, "The baker: released"),
        (_is_closed, "The appeal is closed."),
        (_takes_it_back, "The signature was withdrawn."),
        (_answers, climbing.ANSWERED),
        (_comes_back, climbing.CAME_BACK),
    ],
)
@pytest.mark.parametrize("looked_before", [True, False])
def test_what_happens_before_it_leaves_stops_it(appeal, by_email, happens, reason, looked_before):
    _followed_up(appeal)
    happens(appeal)
    if looked_before:
        climbing.climb(now=LATER + WEEK)
    assert sent(now=LATER + WEEK) == []
    assert {one.reason for one in _mails()} == {reason}
    climbing.climb(now=LATER + WEEK)
    assert _follow_ups() == [(1, "email", "dropped", reason)]
    assert {one.state for one in _mails()} == {"cancelled"}


def test_no_dispatch_by_email_sends_none(appeal, by_email):
    _accepted(appeal)
    Dispatch.objects.update(channel="paper")
    climbing.climb(now=LATER + WEEK)
    assert (_follow_ups(), _mails()) == ([(1, "email", "open", "")], [])


def test_the_same_again_for_who_has_answered_is_no_step(appeal):
    step = LadderStep(appeal=appeal, number=1, after_days=7, channel="email", condition="always")
    with pytest.raises(ValidationError, match="for offices that have not answered"):
        step.validate_constraints()


def test_an_answer_to_it_answers_the_letter_and_a_bounce_doubts_the_address(appeal, by_email, settings):
    settings.OUTCRY_REPLY_EMAIL = "replies@outcry.example"
    _followed_up(appeal)
    sent(now=LATER + WEEK)
    climbing.climb(now=LATER + WEEK)
    mail, letter = _mails()[0], Letter.objects.get()
    take_in(
        answers.answer(sender=letter.contact.email, to=reply_address(mail.pk)),
        came_through="maildir",
        now=LATER + WEEK,
    )
    assert taking_replies.take_over(now=LATER + WEEK) == {"answer": 1}
    assert Letter.objects.get().answered_at == LATER + WEEK
    note([News(mail.pk, "mail:7", "complaint", "mail", LATER + WEEK)], now=LATER + WEEK)
    assert inboxes.heed(now=LATER + WEEK) == 1
    assert [
        one["message"]["message_id"]
        for one in evidence.evidence([letter], now=LATER)["letters"][0]["follow_ups"]
    ] == [mail.message_id]


@pytest.mark.parametrize("count", [1, 3])
def test_following_up_by_email_costs_the_same_for_one_and_for_many(
    appeal, by_email, count, django_assert_num_queries
):
    _accepted(appeal, count)
    with django_assert_num_queries(54 + QUEUEING):
        assert climbing.climb(now=LATER + WEEK) == count
    assert len(_mails()) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_step_costs_the_same_for_one_letter_and_for_many(appeal, ladder, count, django_assert_num_queries):
    _accepted(appeal, count)
    with django_assert_num_queries(31):
        assert climbing.climb(now=LATER + WEEK) == count


def test_without_a_ladder_a_tick_asks_little(appeal, django_assert_num_queries):
    _accepted(appeal)
    with django_assert_num_queries(8):
        assert climbing.climb(now=LATER + WEEK) == 0
