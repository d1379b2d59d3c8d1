"""The ladder: each step once, only after a letter that was accepted, and it stops by itself."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from appeals import publishing, signing
from campaigns.models import StatusRecord
from letters import climbing
from letters.choosing import Choice
from letters.models import FollowUp, LadderStep, Letter
from tests import people
from tests.letters.factories import LATER, due_letters, enqueued_letters

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


@pytest.mark.parametrize("count", [1, 3])
def test_a_step_costs_the_same_for_one_letter_and_for_many(appeal, ladder, count, django_assert_num_queries):
    _accepted(appeal, count)
    with django_assert_num_queries(28):
        assert climbing.climb(now=LATER + WEEK) == count


def test_without_a_ladder_a_tick_asks_little(appeal, django_assert_num_queries):
    _accepted(appeal)
    with django_assert_num_queries(5):
        assert climbing.climb(now=LATER + WEEK) == 0
