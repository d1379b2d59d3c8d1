"""Follow-ups by email: the same letter once more to the same office, in a turn that no first letter wants.

The very words that its signer agreed to, to the office that they agreed to write to; who did not sign, and any other
office, gets none. What was begun leaves; what has no reason any more is stopped with it (letters/climbing.py).
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from campaigns.models import Target
from letters.leaving import why_not
from letters.models import Dispatch, FollowUp, LadderStep, Letter, Pace
from letters.pacing import rhythm_of
from letters.rhythm import Cursor, jittered, turns
from letters.runs import in_a_run
from letters.scheduling import AHEAD, move
from outbox import holding as messages
from outbox import queueing
from outbox.models import Message

KIND = "follow_up"
MOST = 500  # looked at for one office in one tick
STOPPED = (Message.State.CANCELLED, Message.State.FAILED, Message.State.EXPIRED, Message.State.SUPPRESSED)
NO_WORDS = "Its message did not leave."


def key(one: FollowUp) -> str:
    return f"{KIND}:{one.signature_id}:{one.target_id}:{one.number}"


def send(*, now: datetime) -> int:
    """Return how many got a turn and stand in the outbox. One query where no follow-up waits for one."""
    first = in_a_run(Letter.objects.to_schedule(now), now).filter(target=OuterRef("target"))
    run = Dispatch.objects.giving_turns(now).filter(
        appeal=OuterRef("letter__appeal"), target=OuterRef("target")
    )
    free = Q(target__pace=None) | Q(target__pace__next_at__lte=now + AHEAD)
    waiting = FollowUp.objects.filter(
        free,
        ~Exists(first),
        Exists(run),
        state=FollowUp.State.OPEN,
        channel=LadderStep.Channel.EMAIL,
        message=None,
    )
    targets = list(Target.objects.filter(pk__in=waiting.order_by().values("target")))
    Pace.objects.bulk_create([Pace(target=one, next_at=now) for one in targets], ignore_conflicts=True)
    return sum(_send(target, waiting.filter(target=target), now) for target in targets)


@transaction.atomic
def _send(target: Target, waiting: "QuerySet[FollowUp]", now: datetime) -> int:
    # Like letters (letters/scheduling.py): the pace is read first, and whoever moves it has the turns in between.
    pace = Pace.objects.get(target=target)
    rhythm = rhythm_of(target, pace)
    start = Cursor(max(now, pace.next_at), pace.day, pace.given)
    free, cursor = turns(rhythm, start, until=now + AHEAD, most=MOST)
    rows = list(
        waiting.select_related("letter__contact", "letter__appeal").order_by("letter__signed_at", "pk")[:MOST]
    )
    stops = why_not([one.letter for one in rows], now)
    rows = [one for one in rows if one.letter_id not in stops][: len(free)]
    if len(rows) < len(free):
        free, cursor = turns(rhythm, start, until=now + AHEAD, most=len(rows))
    if not move(pace, cursor) or not rows:
        return 0
    queueing.enqueue_many(
        kind=KIND,
        rows=[
            queueing.Row(
                key=key(one),
                to=one.letter.contact.email
                if one.letter.contact
                else "",  # why_not has stopped those without
                values={"follow_up": one.pk},
                due_at=jittered(rhythm, turn, key(one)),
                expires_at=one.letter.appeal.act_before,
                subject_ref=one.letter.reference,
            )
            for one, turn in zip(rows, free, strict=True)
        ],
        now=now,
    )
    queued = dict(Message.objects.filter(key__in=[key(one) for one in rows]).values_list("key", "pk"))
    which = [When(pk=one.pk, then=Value(queued[key(one)])) for one in rows]
    return FollowUp.objects.filter(pk__in=[one.pk for one in rows], message=None).update(
        message=Case(*which, output_field=IntegerField())
    )


def end_what_left(*, now: datetime) -> int:
    """Done is what the office's mail server accepted; dropped what did not leave and will not. Two statements."""
    waiting = FollowUp.objects.filter(state=FollowUp.State.OPEN)
    sent = waiting.filter(message__state=Message.State.SENT)
    done = FollowUp.objects.filter(pk__in=sent.values("pk")).update(state=FollowUp.State.DONE, ended_at=now)
    for one in waiting.filter(message__state__in=STOPPED).select_related("message")[:MOST]:
        reason = (one.message.reason if one.message else "") or NO_WORDS
        done += FollowUp.objects.filter(pk=one.pk, state=FollowUp.State.OPEN).update(
            state=FollowUp.State.DROPPED, reason=reason, ended_at=now
        )
    return done


def stop(follow_ups: list[FollowUp], *, reason: str, now: datetime) -> list[FollowUp]:
    """Cancel their messages; return those of which nothing has begun to leave."""
    queued = [one.message_id for one in follow_ups if one.message_id]
    if not queued:
        return follow_ups
    messages.cancel_all(Message.objects.filter(pk__in=queued), reason=reason, by=None, now=now)
    cancelled = set(
        Message.objects.filter(pk__in=queued, state=Message.State.CANCELLED).values_list("pk", flat=True)
    )
    return [one for one in follow_ups if one.message_id is None or one.message_id in cancelled]
