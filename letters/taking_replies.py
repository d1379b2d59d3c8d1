"""Answers of offices: taken over from the outbox, filed with their letters, kept sealed; and forgotten with them."""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from kit.received_mail import attached, parse
from letters.models import FollowUp, Letter, Reply
from outbox.models import IncomingMail

Incoming = IncomingMail.Sort
SORTS: dict[str, str] = {Incoming.REPLY: Reply.Sort.ANSWER, Incoming.AUTO_REPLY: Reply.Sort.AUTO_REPLY}
MOST_AT_ONCE = 50


def take_over(*, now: datetime, most: int = MOST_AT_ONCE) -> Counter[str]:
    """File what came in about letters; return {sort: replies}. One transaction each: they can be large."""
    counts: Counter[str] = Counter()
    about = (
        Q(message__letter__isnull=False)
        | Q(message__collective__letters__isnull=False)
        | Q(message__follow_up__isnull=False)
    )
    waiting = IncomingMail.objects.filter(about, sort__in=SORTS, taken_at=None).distinct()
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)[:most]):
        if sort := _take(pk, now):
            counts[sort] += 1
    return counts


@transaction.atomic
def _take(pk: int, now: datetime) -> str:
    """ "" when another worker has it, or has had it."""
    mail = (
        IncomingMail.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("message")
        .defer("message__recipient", "message__values")
        .filter(pk=pk, taken_at=None)
        .first()
    )
    if mail is None or mail.message is None:
        return ""
    # What answers one email for many letters is filed with the first of them, and answers all.
    answered = Letter.objects.filter(
        Q(message=mail.message)
        | Q(collective__message=mail.message)
        | Q(pk__in=FollowUp.objects.filter(message=mail.message).values("letter"))
    )
    letter = answered.defer("frozen").order_by("pk").first()
    if letter is None:
        return ""
    sort = SORTS[mail.sort]
    Reply.objects.bulk_create(
        [
            Reply(
                letter=letter,
                appeal_id=letter.appeal_id,
                sort=sort,
                digest=mail.digest,
                raw=mail.raw,
                attachments=attachments_of(bytes(mail.raw)),
                came_at=mail.came_at,
            )
        ],
        ignore_conflicts=True,
    )
    # The mail is kept once, from now on with the letter.
    IncomingMail.objects.filter(pk=pk).update(raw=b"", taken_at=now)
    if sort == Reply.Sort.ANSWER:
        answered.filter(answered_at=None).update(answered_at=mail.came_at)
    return sort


def attachments_of(raw: bytes) -> int:
    try:
        return len(attached(parse(raw)))
    except (ValueError, RecursionError):
        return 0
