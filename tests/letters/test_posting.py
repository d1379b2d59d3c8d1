"""Letters go to a postal provider once; what it says of them is followed; only "posted" counts as posted, and once."""

from datetime import timedelta

import pytest

from appeals import signing
from appeals.models import Tally
from kit.refusals import Refused
from letters import posted, posting, posting_choice, posting_decisions
from letters.models import Letter, LetterPdf, PostalJob
from letters.pressing import PressMissing
from letters.providers.base import ProviderError, Told, Word
from letters.rendering import RenderedLetter, RenderError
from tests import people
from tests.letters.factories import LATER, PDF, ready_letters
from tests.letters.post import Post, choose, follow, hand_over

pytestmark = pytest.mark.django_db


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def job(appeal, post) -> PostalJob:
    ready_letters(appeal)
    choose(post)
    return PostalJob.objects.get()


def numbers() -> tuple[int, int, int, int]:
    tally = Tally.objects.get()
    return tally.confirmed, tally.accepted, tally.posted, tally.self_sent


def test_handed_over_is_not_posted_until_the_provider_says_so_and_then_once(job, post):
    assert hand_over(post) == 1
    job.refresh_from_db()
    assert (job.state, job.reference, job.handed_at, str(job.price), job.currency) == (
        "handed",
        "TEST-0001",
        LATER,
        "1.85",
        "CHF",
    )
    assert post.sent == [(job.letter.reference, f"{job.letter.reference}-0")]
    assert numbers() == (1, 0, 0, 0)
    assert follow(post, now=LATER + timedelta(minutes=14)) == 0
    assert post.asked == []
    post.told = Told(Word.POSTED, "sent")
    later = LATER + timedelta(minutes=15)
    assert (follow(post, now=later), follow(post, now=later)) == (1, 0)
    job.refresh_from_db()
    assert (job.state, job.posted_at, post.asked) == ("posted", later, ["TEST-0001"])
    assert numbers() == (1, 0, 1, 0)
    assert Letter.objects.get().posted_via == "provider"


def test_a_second_run_hands_nothing_over_again(job, post):
    assert [hand_over(post), hand_over(post)] == [1, 0]
    assert len(post.sent) == 1


def test_two_workers_at_the_same_moment_hand_it_over_once(job, post):
    real = post.send

    def send(letter, *, key):
        assert hand_over(post) == 0  # the other worker, meanwhile
        return real(letter, key=key)

    post.send = send
    assert hand_over(post) == 1
    assert len(post.sent) == 1


def test_what_comes_back_was_posted_all_the_same(job, post):
    hand_over(post)
    post.told = Told(Word.RETURNED, "undeliverable")
    follow(post, now=LATER + timedelta(days=1))
    job.refresh_from_db()
    assert (job.state, job.reason) == ("returned", "It could not be delivered: undeliverable")
    assert numbers() == (1, 0, 1, 0)


def test_a_posted_letter_is_asked_about_once_a_day_until_nothing_comes_back_any_more(job, post):
    hand_over(post)
    post.told = Told(Word.POSTED, "sent")
    for days in (1, 1.5, 2, 46, 47):
        follow(post, now=LATER + timedelta(days=days))
    assert len(post.asked) == 3  # on the first day, on the second, and on the last one
    assert numbers() == (1, 0, 1, 0)


def test_a_trial_is_never_counted(job, post):
    post.is_test = True
    post.says = [Told(Word.POSTED, "sent")]
    hand_over(post)
    job.refresh_from_db()
    assert (job.state, job.is_test) == ("posted", True)
    assert numbers() == (1, 0, 0, 0)
    assert Letter.objects.get().posted_at is None


def test_what_a_person_marked_as_posted_before_counts_once(job, post):
    hand_over(post)
    posted.count_posted(letter=job.letter, via=Letter.PostedVia.HAND, now=LATER)
    post.told = Told(Word.POSTED, "sent")
    follow(post, now=LATER + timedelta(days=1))
    assert numbers() == (1, 0, 1, 0)


def test_doubt_is_held_for_a_person_and_a_second_try_has_the_same_key(job, post):
    post.says = [ProviderError("No answer.", in_doubt=True)]
    hand_over(post)
    hand_over(post, now=LATER + timedelta(days=1))
    job.refresh_from_db()
    assert (job.state, job.in_doubt, len(post.sent)) == ("held", True, 1)
    assert job.reason.startswith("No answer. It may have been handed over, nobody knows.")
    posting_decisions.try_again(job, by=people.dana(), reason="Not found there.", now=LATER)
    assert hand_over(post) == 1
    assert len({key for _reference, key in post.sent}) == 1


def test_a_worker_that_ends_in_between_leaves_doubt_and_not_a_second_letter(job, post):
    class Killed(BaseException):
        pass

    post.send = lambda letter, *, key: (_ for _ in ()).throw(Killed())
    with pytest.raises(Killed):
        hand_over(post)
    del post.send
    assert hand_over(post, now=LATER + timedelta(minutes=9)) == 0
    assert PostalJob.objects.get().state == "sending"
    assert hand_over(post, now=LATER + timedelta(minutes=11)) == 0
    job.refresh_from_db()
    assert (job.state, job.in_doubt, job.tries, post.sent) == ("held", True, 1, [])


def test_a_refusal_is_held_at_once_and_tried_again_under_another_key(job, post):
    post.says = [ProviderError("The provider says 422.", permanent=True)]
    hand_over(post)
    job.refresh_from_db()
    assert (job.state, job.in_doubt, job.reason) == ("held", False, "The provider says 422.")
    posting_decisions.try_again(job, by=people.dana(), reason="The account is in order now.", now=LATER)
    hand_over(post)
    assert [key[-2:] for _reference, key in post.sent] == ["-0", "-1"]


def test_trouble_that_passes_is_tried_later_and_later_and_then_held(job, post):
    moments, now = [], LATER
    for _again in range(7):
        post.says = [ProviderError("503")]
        hand_over(post, now=now)
        job.refresh_from_db()
        moments.append((job.state, int((job.due_at - now).total_seconds())))
        now = max(job.due_at, now)
    assert moments[:3] == [("queued", 60), ("queued", 300), ("queued", 900)]
    assert moments[5:] == [("queued", 21_600), ("held", 0)]
    assert job.reason == "Tried 7 times. 503"


def test_a_provider_that_wants_to_be_left_alone_is_left_alone(appeal, post):
    ready_letters(appeal, 3)
    choose(post, expected=3)
    post.says = [ProviderError("429", wait=600)]
    hand_over(post)
    assert len(post.sent) == 1
    first = PostalJob.objects.order_by("-due_at").first()
    assert (first.state, first.due_at) == ("queued", LATER + timedelta(seconds=600))


def test_it_is_asked_once_more_whether_the_letter_may_leave(job, post):
    signing.withdraw(signature=job.letter.signature, now=LATER)
    hand_over(post)
    job.refresh_from_db()
    assert (job.state, job.reason, post.sent) == ("held", "The signature was withdrawn.", [])


def test_a_letter_that_somebody_else_has_posted_meanwhile_is_not_printed_again(job, post):
    posted.count_posted(letter=job.letter, via=Letter.PostedVia.HAND, now=LATER)
    hand_over(post)
    job.refresh_from_db()
    assert (job.state, job.reason, post.sent) == ("held", posting_choice.ON_PAPER, [])


def test_what_the_provider_cannot_take_is_held_with_its_reasons(job, post):
    LetterPdf.objects.update(content=b"<html>")
    hand_over(post)
    job.refresh_from_db()
    assert (job.state, job.reason, post.sent) == ("held", "The file is no PDF.", [])


def test_a_letter_without_a_stored_pdf_is_made_and_where_none_can_be_made_it_waits(job, post, monkeypatch):
    LetterPdf.objects.all().delete()

    def missing(frozen):
        raise PressMissing("no Pango")

    monkeypatch.setattr(posting, "make", missing)
    with pytest.raises(PressMissing):
        hand_over(post)
    job.refresh_from_db()
    assert (job.state, post.sent) == ("queued", [])

    def wrong(frozen):
        raise RenderError(reference=frozen["reference"], field="page", reason="too long")

    monkeypatch.setattr(posting, "make", lambda frozen: RenderedLetter(pdf=PDF, pages=2, sha256=""))
    assert hand_over(post) == 1
    PostalJob.objects.update(state="queued")
    monkeypatch.setattr(posting, "make", wrong)
    hand_over(post)
    job.refresh_from_db()
    assert (job.state, job.reason) == ("held", f"Letter {job.letter.reference}, page: too long")


def test_what_the_provider_refuses_later_waits_for_a_person(job, post):
    hand_over(post)
    post.told = Told(Word.REFUSED, "cancelled")
    follow(post, now=LATER + timedelta(days=1))
    job.refresh_from_db()
    assert (job.state, job.reason) == ("held", "The provider does not post it: cancelled")
    assert numbers() == (1, 0, 0, 0)


def test_a_number_that_the_provider_does_not_know_any_more_waits_for_a_person(job, post):
    hand_over(post)
    post.told = ProviderError("404", permanent=True)
    follow(post, now=LATER + timedelta(days=1))
    job.refresh_from_db()
    assert (job.state, job.reason) == ("held", "404")


def test_while_the_provider_is_away_nothing_changes(job, post):
    hand_over(post)
    post.told = ProviderError("503")
    assert follow(post, now=LATER + timedelta(days=1)) == 0
    job.refresh_from_db()
    assert job.state == "handed"


def test_jobs_of_another_provider_are_left_alone(job, post):
    PostalJob.objects.update(provider="another")
    assert hand_over(post) == 0
    assert post.sent == []


def test_what_the_provider_has_nobody_here_can_call_back(job, post):
    hand_over(post)
    job.refresh_from_db()
    for verb in (posting_decisions.cancel, posting_decisions.try_again):
        with pytest.raises(Refused):
            verb(job, by=people.dana(), reason="Because.", now=LATER)


def test_a_decision_needs_a_reason_and_the_newest_state(job, post):
    with pytest.raises(Refused, match="Say why"):
        posting_decisions.cancel(job, by=people.dana(), reason=" ", now=LATER)
    stale = PostalJob.objects.get()
    posting_decisions.cancel(job, by=people.dana(), reason="No.", now=LATER)
    with pytest.raises(Refused, match="moved on meanwhile"):
        posting_decisions.cancel(stale, by=people.dana(), reason="No.", now=LATER)
