"""The reply log: answers of offices that did not come by mail to a letter, kept like those that did (letters/taking_replies.py).

What is logged is sealed and answers its letters at once: what the ladder would do for want of an answer is not done.
"""

import hashlib
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from appeals.models import Appeal
from campaigns.models import Target
from kit.refusals import Refused, reason_of
from letters.climbing import ANSWERED
from letters.models import AnswerCopy, FollowUp, Letter, Reply
from letters.taking_replies import attachments_of
from outbox.intake import digest_of
from trail.recording import recorded

MOST_NAMED = 200
REFERENCE = re.compile(r"OC-[0-9A-Z]{4}-[0-9A-Z]{4}")


@recorded
@transaction.atomic
def log(
    *,
    appeal: Appeal,
    target: Target,
    references: str,
    content: bytes,
    form: str,
    came_on: date,
    channel: str,
    language: str,
    outcome: str,
    by: Any,
    now: datetime,
) -> Reply:
    """File an answer with the letters of these references, or without any with all that had left for the office by that day."""
    if came_on > now.astimezone(UTC).date():
        raise Refused("This day has not come yet.", field="came_on")
    if channel == Reply.Channel.REPLY or channel not in Reply.Channel.values:
        raise Refused("Say how it came.", field="channel")
    came_at = min(datetime.combine(came_on, time(12), UTC), now)
    answered = _answered(appeal, target, references, came_on)
    first = answered.defer("frozen").order_by("pk").first()
    if first is None:
        raise Refused("No letter of this appeal has left for this office by that day.", field="target")
    is_mail = form == Reply.Form.MAIL
    reply = Reply(
        letter=first,
        appeal=appeal,
        sort=Reply.Sort.ANSWER,
        # A mail as the intake digests it: one that came by itself as well is one reply.
        digest=digest_of(content) if is_mail else _digest(appeal, target, came_on, content),
        raw=content,
        form=form,
        attachments=attachments_of(content) if is_mail else 0,
        came_at=came_at,
        channel=channel,
        language=language,
        outcome=outcome,
        answers_all=not references.strip(),
        logged_by=by,
        logged_at=now,
    )
    try:
        with transaction.atomic():
            reply.save()
    except IntegrityError as error:
        raise Refused("This answer is in the log already.") from error
    if references.strip():
        reply.also.set(list(answered.exclude(pk=first.pk).values_list("pk", flat=True)))
    answered.filter(answered_at=None).update(answered_at=came_at)
    return reply


def _answered(appeal: Appeal, target: Target, references: str, came_on: date) -> "QuerySet[Letter]":
    end = datetime.combine(came_on + timedelta(days=1), time(), UTC)
    left = Letter.objects.filter(
        Q(accepted_at__lt=end, came_back_at=None) | Q(posted_at__lt=end), appeal=appeal, target=target
    )
    if not references.strip():
        return left
    named = set(REFERENCE.findall(references.upper()))
    if not named or len(named) > MOST_NAMED:
        raise Refused(f"Give up to {MOST_NAMED} references, like OC-1234-ABCD.", field="references")
    found = set(left.filter(reference__in=named).values_list("reference", flat=True))
    if missing := sorted(named - found):
        raise Refused(
            f"No such letter has left for this office: {', '.join(missing[:5])}.", field="references"
        )
    return Letter.objects.filter(reference__in=named)


def _digest(appeal: Appeal, target: Target, came_on: date, content: bytes) -> str:
    """The same words on another day, or to another appeal, are another answer."""
    return hashlib.sha256(f"{appeal.pk}\0{target.pk}\0{came_on}\0".encode() + content).hexdigest()


@recorded
def judge(*, reply: Reply, language: str, outcome: str, by: Any, now: datetime) -> None:
    """Note in which language an answer is and what it comes to, of one that came by mail too."""
    if reply.sort != Reply.Sort.ANSWER:
        raise Refused("A machine wrote this; it comes to nothing.")
    Reply.objects.filter(pk=reply.pk).update(language=language, outcome=outcome)


@recorded
@transaction.atomic
def strike(*, reply: Reply, by: Any, reason: str, now: datetime) -> None:
    """Take out what was logged by mistake: its letters are unanswered again, and what was not done for it is to be done."""
    reason_of(reason)
    if reply.logged_by_id is None:
        raise Refused("It came by itself; only what somebody logged can be taken out.")
    if AnswerCopy.objects.filter(reply=reply).exclude(shown="").exists():
        raise Refused("Withdraw its public copy first.")
    others = Reply.objects.answers().exclude(pk=reply.pk)
    same = Q(letter=OuterRef("pk")) | Q(also=OuterRef("pk"))
    all_of_them = Q(answers_all=True, appeal=OuterRef("appeal"), letter__target=OuterRef("target"))
    mine = Letter.objects.filter(
        appeal=reply.appeal_id, target=reply.letter.target_id, answered_at=reply.came_at
    )
    unanswered = mine.filter(~Exists(others.filter(same | all_of_them)))
    # Follow-ups first: they are found by what their letters still say.
    FollowUp.objects.filter(
        letter__in=unanswered.values("pk"), state=FollowUp.State.DROPPED, reason=ANSWERED, message=None
    ).update(state=FollowUp.State.OPEN, reason="", ended_at=None)
    unanswered.update(answered_at=None)
    reply.delete()
