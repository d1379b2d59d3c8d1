"""Hand chosen letters to the postal provider, and follow what it says of them.

    hand_over_due(provider=…, clock=…)      how many were handed over
    follow(provider=…, clock=…)             how many moved on

A worker claims a job before it begins and counts the try; a claim that runs out means that nobody knows, and a person
decides. Each letter is asked once more whether it may leave. The number of posted letters moves when the provider says
"posted", once for each letter (letters/posted.py).
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from kit.addresses import address_lines
from letters.choosing import PRINTED
from letters.models import Letter, LetterPdf, PostalJob
from letters.models.postal_states import JOB, JobState
from letters.on_paper import why_not_on_paper
from letters.paper import again, make
from letters.posted import count_posted
from letters.posting_choice import ON_PAPER
from letters.pressing import PressMissing
from letters.providers.base import Handed, PostalLetter, Provider, ProviderError, Told, Word
from letters.rendering import RenderError

logger = logging.getLogger("letters")
CLAIM = timedelta(minutes=10)  # longer than all requests of one letter may take
SECONDS = 120.0  # of one run; a worker is free for something else then
LETTERS_A_RUN = 50
WAITS = (60, 300, 900, 3_600, 10_800, 21_600)  # seconds after the first, second … try that did not succeed
IN_DOUBT = (
    "It may have been handed over, nobody knows. Look it up at the provider, then try again or cancel it."
)


def hand_over_due(*, provider: Provider, clock: Callable[[], datetime]) -> int:
    """Raises PressMissing where no letter can be made; its job waits on."""
    _hold_left_behind(provider, clock())
    ends, done = time.monotonic() + SECONDS, 0
    jobs = PostalJob.objects.due(clock()).filter(provider=provider.name)
    for pk in list(jobs.order_by("due_at", "pk").values_list("pk", flat=True)[:LETTERS_A_RUN]):
        now = clock()
        # The try is counted before the work: a letter that ends its worker must not come back for ever.
        if not jobs.filter(pk=pk).update(
            state=JobState.SENDING, claimed_until=now + CLAIM, tries=F("tries") + 1
        ):
            continue
        job = PostalJob.objects.select_related("letter__message").get(pk=pk)
        try:
            done += _hand_over(job, provider, now)
        except ProviderError as error:
            _failed(job, error, now)
            if error.wait:  # it wants to be left alone: the others wait too
                break
        if time.monotonic() >= ends:
            break
    return done


def follow(*, provider: Provider, clock: Callable[[], datetime]) -> int:
    ends, moved = time.monotonic() + SECONDS, 0
    jobs = PostalJob.objects.to_ask_about(clock()).filter(provider=provider.name)
    for job in list(jobs.select_related("letter").order_by("asked_at", "pk")[:LETTERS_A_RUN]):
        now = clock()
        # Whoever moves the moment asks: two workers do not ask twice.
        if not jobs.filter(pk=job.pk, asked_at=job.asked_at).update(asked_at=now):
            continue
        try:
            moved += _apply(job, provider.status(job.reference), now)
        except ProviderError as error:
            if error.permanent and job.state == JobState.HANDED:
                _move(job, JobState.HELD, reason=error.reason)
            if error.wait:
                break
        if time.monotonic() >= ends:
            break
    return moved


def key_of(job: PostalJob, letter: Letter) -> str:
    """By which the provider knows the letter again, however often it is handed over. Holds nothing personal."""
    return f"{letter.reference}-{job.attempt}"


def _hand_over(job: PostalJob, provider: Provider, now: datetime) -> bool:
    letter = job.letter
    reason = _why_not_now(letter, now)
    if reason:
        return _move(job, JobState.HELD, reason=reason) and False
    try:
        paper = _paper(letter)
    except PressMissing:
        _move(job, JobState.QUEUED)
        raise
    except RenderError as error:
        return _move(job, JobState.HELD, reason=str(error)) and False
    problems = provider.validate(paper)
    if problems:
        return _move(job, JobState.HELD, reason=" ".join(problems)) and False
    handed = provider.send(paper, key=key_of(job, letter))
    return _handed(job, handed, provider, now)


def _why_not_now(letter: Letter, now: datetime) -> str:
    if Letter.objects.filter(PRINTED, pk=letter.pk).exists():
        return ON_PAPER
    return why_not_on_paper([letter], now).get(letter.pk, "")


def _paper(letter: Letter) -> PostalLetter:
    """The stored PDF, or the same made once more."""
    kept = LetterPdf.objects.filter(letter=letter).first()
    made = again(kept) if kept else make(letter.frozen)
    recipient = letter.frozen["recipient"]
    return PostalLetter(
        reference=letter.reference,
        pdf=made.pdf,
        pages=made.pages,
        country=recipient["country"],
        address_lines=tuple(address_lines(recipient)),
        layout=letter.frozen["layout"],
    )


def _handed(job: PostalJob, handed: Handed, provider: Provider, now: datetime) -> bool:
    reference = handed.reference[:80]
    done = _move(
        job, JobState.HANDED, reference=reference, handed_at=now, asked_at=now, is_test=provider.is_test
    )
    if done:
        _apply(job, handed.told, now)
    return done


@transaction.atomic
def _apply(job: PostalJob, told: Told, now: datetime) -> bool:
    """Write down what the provider says; return whether the job moved on."""
    price: dict[str, Any] = {}
    if told.price:
        price = {"price": told.price.amount, "currency": told.price.currency}
    if told.word is Word.REFUSED and job.state == JobState.HANDED:
        reason = f"The provider does not post it: {told.reason}"
        return _move(job, JobState.HELD, reason=reason, **price)
    if told.word in {Word.POSTED, Word.RETURNED} and job.state == JobState.HANDED:
        moved = _move(job, JobState.POSTED, posted_at=now, reason=told.reason, **price)
        if moved and not job.is_test:
            count_posted(letter=job.letter, via=Letter.PostedVia.PROVIDER, now=now)
        return (_returned(job, told) or moved) if told.word is Word.RETURNED else moved
    if told.word is Word.RETURNED:
        return _returned(job, told)
    _mine(job).update(reason=told.reason[:300], **price)
    return False


def _returned(job: PostalJob, told: Told) -> bool:
    """It was posted, and came back: both are true, and the number of posted letters stays."""
    return _move(job, JobState.RETURNED, reason=f"It could not be delivered: {told.reason}")


def _failed(job: PostalJob, error: ProviderError, now: datetime) -> None:
    logger.warning("postal job %s: %s", job.pk, error.reason)
    if error.in_doubt:
        _move(job, JobState.HELD, in_doubt=True, reason=f"{error.reason} {IN_DOUBT}")
    elif error.permanent:
        _move(job, JobState.HELD, reason=error.reason)
    elif job.tries > len(WAITS):
        _move(job, JobState.HELD, reason=f"Tried {job.tries} times. {error.reason}")
    else:
        wait = max(WAITS[job.tries - 1], error.wait)
        _move(job, JobState.QUEUED, due_at=now + timedelta(seconds=wait), reason=error.reason)


def _hold_left_behind(provider: Provider, now: datetime) -> None:
    PostalJob.objects.left_behind(now).filter(provider=provider.name).update(
        state=JobState.HELD, claimed_until=None, in_doubt=True, reason=f"Its worker ended. {IN_DOUBT}"
    )


def _mine(job: PostalJob) -> "QuerySet[PostalJob]":
    return PostalJob.objects.filter(pk=job.pk, state=job.state, claimed_until=job.claimed_until)


def _move(job: PostalJob, new: str, **changes: Any) -> bool:
    """A guarded update: False when a person or another worker has moved it meanwhile."""
    JOB.check(job.state, new, thing="postal job")
    reason = str(changes.pop("reason", ""))[:300]
    moved = _mine(job).update(state=new, claimed_until=None, reason=reason, **changes)
    if moved:
        job.refresh_from_db(fields=["state", "claimed_until", "is_test"])
    return bool(moved)
