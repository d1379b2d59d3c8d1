"""The ladder: what follows a letter when an office does not answer, step by step, until there is no reason any more.

Only letters that were signed, confirmed and accepted are followed up: nothing follows for who did not sign. It stops by
itself: with an answer, with news that changes everything, when the appeal ends, when the signer takes their signature back.
"""

from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, OuterRef

from kit.refusals import Refused
from letters import following_up
from letters.answered_letters import answered
from letters.leaving import why_untrue
from letters.models import FollowUp, LadderStep, Letter
from letters.states import State
from trail.recording import recorded

ANSWERED = "The office has answered."
CAME_BACK = "The first one came back."
MOST = 500  # follow-ups made or looked at in one tick, for each step


def climb(*, now: datetime) -> int:
    """Return how many follow-ups are new. A few queries where no appeal has a ladder."""
    come_down(now=now)
    made = sum(_follow_up(step, now) for step in LadderStep.objects.order_by("appeal", "number"))
    following_up.send(now=now)
    return made


@recorded
def mark_done(*, follow_up: FollowUp, by: AbstractBaseUser, now: datetime) -> None:
    """What a person does; paper ends by itself when it is marked as posted."""
    open_ones = FollowUp.objects.filter(
        pk=follow_up.pk, state=FollowUp.State.OPEN, channel=LadderStep.Channel.PERSON
    )
    if not open_ones.update(state=FollowUp.State.DONE, ended_at=now):
        raise Refused("Only what a person has to do, and is still open, is marked as done here.")


@transaction.atomic
def _follow_up(step: LadderStep, now: datetime) -> int:
    done = FollowUp.objects.filter(
        signature=OuterRef("signature"), target=OuterRef("target"), number=step.number
    )
    due = Letter.objects.filter(
        ~Exists(done),
        appeal=step.appeal_id,
        state=State.ACCEPTED,
        accepted_at__lte=now - timedelta(days=step.after_days),
    )
    if step.channel == LadderStep.Channel.PAPER:
        due = due.filter(posted_at=None)
    if step.channel == LadderStep.Channel.EMAIL:
        # An office that takes no mail of ours, or one for all, is not written to again in this way.
        due = due.filter(came_back_at=None, collective=None)
    if step.condition == LadderStep.Condition.NO_ANSWER:
        due = due.exclude(pk__in=answered(due).values("pk"))
    letters = list(due.order_by("signed_at", "pk")[:MOST])
    stops = why_untrue(letters, now) if letters else {}
    made = [letter for letter in letters if letter.pk not in stops]
    # Two ticks at once: (signature, target, number) is unique, and the second one makes nothing.
    FollowUp.objects.bulk_create(
        [
            FollowUp(
                signature_id=letter.signature_id,
                target_id=letter.target_id,
                number=step.number,
                letter=letter,
                channel=step.channel,
                created_at=now,
            )
            for letter in made
        ],
        ignore_conflicts=True,
    )
    return len(made)


@transaction.atomic
def come_down(*, now: datetime) -> int:
    """End those that were posted or mailed, and drop those for which there is no reason any more; return how many ended."""
    ended = following_up.end_what_left(now=now)
    waiting = FollowUp.objects.filter(state=FollowUp.State.OPEN)
    posted = waiting.filter(channel=LadderStep.Channel.PAPER, letter__posted_at__isnull=False)
    ended += FollowUp.objects.filter(pk__in=posted.values("pk")).update(
        state=FollowUp.State.DONE, ended_at=now
    )
    open_ones = list(waiting.select_related("letter").order_by("pk")[:MOST])
    if not open_ones:
        return ended
    letters = {one.letter_id: one.letter for one in open_ones}
    reasons = {pk: stop.reason for pk, stop in why_untrue(list(letters.values()), now).items()}
    asks = set(
        LadderStep.objects.filter(condition=LadderStep.Condition.NO_ANSWER).values_list("appeal", "number")
    )
    have = set(answered(Letter.objects.filter(pk__in=letters)).values_list("pk", flat=True))
    for one in open_ones:
        if one.letter_id in have and (letters[one.letter_id].appeal_id, one.number) in asks:
            reasons.setdefault(one.letter_id, ANSWERED)
    about = {one.pk: reason for one in open_ones if (reason := _why_no_more(one, reasons))}
    for reason in set(about.values()):
        mine = following_up.stop(
            [one for one in open_ones if about.get(one.pk) == reason], reason=reason[:300], now=now
        )
        ended += FollowUp.objects.filter(pk__in=[one.pk for one in mine], state=FollowUp.State.OPEN).update(
            state=FollowUp.State.DROPPED, reason=reason[:300], ended_at=now
        )
    return ended


def _why_no_more(one: FollowUp, reasons: dict[int, str]) -> str:
    came_back = one.channel == LadderStep.Channel.EMAIL and one.letter.came_back_at is not None
    return reasons.get(one.letter_id) or (CAME_BACK if came_back else "")
