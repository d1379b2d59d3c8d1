"""Letters to pull out of the pile: printed, not posted yet, and not allowed to leave any more.

Few rows can be such: those whose signature, letter, appeal or office something has happened to since they were printed.
They are found without opening any letter, and only they are asked (letters/on_paper.py).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from appeals import truth
from appeals.models import Signature
from campaigns.models import Contact
from campaigns.states import TargetStatus
from letters.leaving import CHANGED, WITHDRAWN
from letters.models import PrintBatch, PrintedLetter
from letters.models.print_states import PaperState
from letters.on_paper import why_not_on_paper
from letters.states import State
from outbox.models import Message

CHUNK = 500
SIGNATURE_MOVED = (
    ~Q(letter__signature__state=Signature.State.CONFIRMED)
    | ~Q(letter__signature__reference=F("letter__reference"))
    | ~Q(letter__signature__moderation__in=[Signature.Moderation.NONE, Signature.Moderation.PASSED])
)
# Erased by its signer: then nobody stands behind it who could be asked (letters/erasing.py).
ERASED = Q(letter__signature__supporter=None, letter__signature__method=Signature.Method.MAIL)
LETTER_STOPPED = Q(letter__state__in=[State.HELD, State.CANCELLED]) | Q(
    letter__message__state__in=[Message.State.HELD, Message.State.CANCELLED]
)


@dataclass(frozen=True)
class Pull:
    """`reason` is for staff: it may tell news that nobody has checked yet. Helpers read what `kind` says."""

    row: int
    reference: str
    country: str
    reason: str

    @property
    def kind(self) -> str:
        return {WITHDRAWN: "withdrawn", CHANGED: "changed"}.get(self.reason, "stopped")


def to_pull_out(batch: PrintBatch, *, now: datetime) -> list[Pull]:
    """In the order of the pile. A constant number of queries where nothing has happened."""
    return list(_asked(suspects(batch, now=now), now))


def why_to_pull(rows: "QuerySet[PrintedLetter]", *, now: datetime) -> list[Pull]:
    """Of these rows, whatever has happened to them."""
    return list(_asked(rows, now))


def suspects(batch: PrintBatch, *, now: datetime) -> "QuerySet[PrintedLetter]":
    printed = PrintedLetter.objects.filter(batch=batch, state=PaperState.PRINTED)
    about = list(printed.order_by().values_list("letter__appeal", "letter__language").distinct())
    untrue = truth.may_not_act({appeal for appeal, _language in about}, now)
    stopped = Q()
    for appeal, language in about:
        if {"*", language} & set(untrue.get(appeal, {})):
            stopped |= Q(letter__appeal=appeal, letter__language=language)
    offices = Q(letter__target__in=_moved_offices(printed, batch))
    return printed.filter(SIGNATURE_MOVED | ERASED | LETTER_STOPPED | offices | stopped).order_by("position")


def _moved_offices(printed: "QuerySet[PrintedLetter]", batch: PrintBatch) -> set[int]:
    """Offices that are not open, or of which a postal address is not as it was when the batch was printed."""
    since = timezone.localdate(batch.finished_at or batch.made_at)
    open_by_target = dict(
        printed.order_by().values_list("letter__target", "letter__target__status").distinct()
    )
    addresses: dict[int, list[bool]] = defaultdict(list)
    for contact in Contact.objects.filter(target__in=open_by_target, channel=Contact.Channel.POST):
        is_as_it_was = contact.is_verified and contact.verified_on is not None and contact.verified_on < since
        addresses[contact.target_id].append(is_as_it_was)
    return {
        target
        for target, status in open_by_target.items()
        if status != TargetStatus.OPEN or not addresses[target] or not all(addresses[target])
    }


def _asked(rows: "QuerySet[PrintedLetter]", now: datetime) -> Iterator[Pull]:
    found = rows.select_related("letter__message").defer(
        "letter__message__recipient", "letter__message__values"
    )
    last = 0
    while chunk := list(found.filter(position__gt=last).order_by("position")[:CHUNK]):
        reasons = why_not_on_paper([row.letter for row in chunk], now)
        for row in chunk:
            if reason := reasons.get(row.letter_id):
                yield Pull(row.pk, row.letter.reference, row.country, reason)
        last = chunk[-1].position or 0
