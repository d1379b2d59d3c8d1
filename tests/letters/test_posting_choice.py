"""What is handed to a postal provider is seen before: how many, at what price, which not and why; and chosen once."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from appeals import signing
from kit.refusals import Refused
from letters import posting_choice, posting_decisions
from letters.models import Letter, PostalJob
from tests import people
from tests.letters.factories import LATER, accept, enqueued_letters, ready_letters
from tests.letters.post import Post, choose

pytestmark = pytest.mark.django_db


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def job(appeal, post) -> PostalJob:
    ready_letters(appeal)
    choose(post)
    return PostalJob.objects.get()


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_chosen_is_seen_before_with_price_and_reasons(appeal, post, count, django_assert_num_queries):
    ready_letters(appeal, count + 1)
    gone = Letter.objects.earliest("pk")
    signing.withdraw(signature=gone.signature, now=LATER)
    with django_assert_num_queries(19):
        seen = posting_choice.preview(Letter.objects.all(), provider=post, now=LATER)
    assert (seen.count, len(seen.examples), seen.unpriced, seen.by_mail) == (count, count, 0, 0)
    assert [str(price) for price in seen.prices] == [f"{Decimal('1.85') * count} CHF"]
    assert seen.left_out == {"The signature was withdrawn.": [gone.reference]}
    assert choose(post, expected=count) == count


def test_letters_that_went_by_mail_are_counted_and_a_price_that_nobody_knows_is_said(appeal, post):
    (letter,) = enqueued_letters(appeal)
    accept(letter)
    post.price = lambda letter: None
    seen = posting_choice.preview(Letter.objects.all(), provider=post, now=LATER)
    assert (seen.by_mail, seen.unpriced, seen.prices) == (1, 1, [])


def test_a_letter_is_chosen_once_and_again_after_it_was_cancelled(job, post):
    assert posting_choice.preview(Letter.objects.all(), provider=post, now=LATER).left_out == {
        posting_choice.HAS_A_JOB: [job.letter.reference]
    }
    with pytest.raises(Refused, match="0 letters fit now, not 1 as before"):
        choose(post)
    with pytest.raises(Refused, match="None of these"):
        choose(post, expected=0)
    posting_decisions.cancel(job, by=people.dana(), reason="Too dear.", now=LATER)
    assert (job.state, job.reason) == ("cancelled", "Too dear. (dana)")
    assert choose(post) == 1
    job.refresh_from_db()
    assert (job.state, job.attempt, PostalJob.objects.count()) == ("queued", 1, 1)


def test_letters_in_a_layout_that_does_not_fit_are_left_out_before(appeal, post):
    ready_letters(appeal)
    post.unfit = ["The address stands elsewhere."]
    seen = posting_choice.preview(Letter.objects.all(), provider=post, now=LATER)
    assert (seen.count, list(seen.left_out)) == (0, ["The address stands elsewhere."])


def test_too_many_at_once_are_refused(appeal, post, monkeypatch):
    monkeypatch.setattr(posting_choice, "MOST", 2)
    ready_letters(appeal, 3)
    with pytest.raises(Refused, match="Choose 2 letters at most"):
        choose(post, expected=3)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "handed"},
        {"state": "sending"},
        {"claimed_until": LATER},
        {"state": "posted", "reference": "TEST-1", "handed_at": LATER, "asked_at": LATER},
        {"posted_at": LATER},
        {"state": "held"},
        {"in_doubt": True},
        {"price": Decimal("1.00")},
        {"currency": "CHF"},
        {"state": "lost"},
    ],
)
def test_the_database_refuses_what_cannot_be(job, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        PostalJob.objects.filter(pk=job.pk).update(**wrong)


def test_one_letter_is_with_one_provider_at_a_time(job):
    twin = {"letter": job.letter, "chosen_at": LATER, "due_at": LATER}
    for other in ({"provider": "post", "state": "cancelled", "reason": "x"}, {"provider": "another"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PostalJob.objects.create(**twin, **other)
