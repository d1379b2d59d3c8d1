"""Letters follow the status of the people they are about.

News that changes everything holds each letter that has not left, of every appeal on the case, and each message that
has not begun to leave. When a person lifts the hold they go on by themselves, with that person's reason; or somebody
cancels them. Run on a ring and by every tick, so that a lost ring costs seconds; harmless twice.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet

from campaigns.models import Case, CaseBeneficiary, StatusRecord
from campaigns.publishing import missing_claims_of
from campaigns.status import held_cases, holding_links, in_words
from kit.refusals import Refused
from kit.wake import wake
from letters.models import Letter
from letters.states import MOVES, UNSENT, State
from outbox import holding as messages
from outbox.models import Message

NOT_BEGUN = (Message.State.QUEUED, Message.State.SENDING)


def follow(*, now: datetime) -> tuple[int, int]:
    """Return how many letters were held and how many go on."""
    return hold_unsent(now=now), go_on(now=now)


@transaction.atomic
def hold_unsent(*, now: datetime) -> int:
    """Hold what has not left of every case on hold; return how many. A few statements for each case that has some."""
    on_hold = set(holding_links().order_by().values_list("case", flat=True))
    if not on_hold:
        return 0
    # State by state: each of these questions has an index of unfinished letters alone.
    found: dict[int, list[str]] = defaultdict(list)
    for state in MOVES.before(State.HELD):
        for case in _cases(Letter.objects.filter(state=state, appeal__case__in=on_hold)):
            found[case].append(state)
    outbox = Letter.objects.filter(
        state=State.ENQUEUED, message__state__in=NOT_BEGUN, appeal__case__in=on_hold
    )
    in_outbox = set(_cases(outbox))
    held = 0
    for case, reason in held_cases({*found, *in_outbox}).items():
        for state in found[case]:
            held += Letter.objects.filter(state=state, appeal__case=case).update(
                state=State.HELD,
                reason=reason[:300],
                claimed_until=None,
                due_at=None,
                decided_by=None,
                decided_at=now,
            )
        if case in in_outbox:
            waiting = Message.objects.filter(letter__in=outbox.filter(appeal__case=case))
            held += messages.hold(waiting, reason=reason, by=None, now=now)
    return held


@dataclass(frozen=True)
class Lift:
    words: tuple[str, ...]  # the reasons that no longer hold
    by: AbstractBaseUser
    reason: str


@transaction.atomic
def go_on(*, now: datetime) -> int:
    """Release what only a lifted hold has held; return how many. What was held for another reason stays held."""
    stopped = Letter.objects.filter(state=State.HELD, decided_by=None)
    in_outbox = Letter.objects.filter(
        state=State.ENQUEUED, message__state=Message.State.HELD, message__decided_by=None
    )
    released = 0
    for case, lift in _lifted({*_cases(stopped), *_cases(in_outbox)}).items():
        said: dict[str, Any] = {"reason": lift.reason[:300], "decided_by": lift.by, "decided_at": now}
        mine = stopped.filter(_because(lift.words), appeal__case=case)
        released += mine.filter(pdf__isnull=False).update(state=State.READY, tries=0, **said)
        released += mine.filter(pdf__isnull=True).update(state=State.FROZEN, tries=0, **said)
        waiting = in_outbox.filter(_because(lift.words, "message__reason"), appeal__case=case)
        for message in Message.objects.filter(letter__in=waiting):
            messages.release(message, by=lift.by, reason=lift.reason, now=now)
            released += 1
    if released:
        wake("letters.render")
    return released


@transaction.atomic
def cancel_held(*, case: Case, by: AbstractBaseUser, reason: str, now: datetime) -> int:
    """Cancel, for good, every letter of a case on hold that has not left; return how many."""
    if not reason.strip():
        raise Refused("Say why; the next person on duty will ask.", field="reason")
    if case.pk not in held_cases([case.pk]):
        raise Refused("This case is not on hold.")
    hold_unsent(now=now)
    said: dict[str, Any] = {"reason": reason.strip()[:300], "decided_by": by, "decided_at": now}
    words = [
        in_words(name, status)
        for name, status in holding_links()
        .filter(case=case)
        .values_list("beneficiary__name", "beneficiary__statuses__status")
    ]
    cancelled = Letter.objects.filter(state__in=UNSENT, appeal__case=case).update(
        state=State.CANCELLED, claimed_until=None, due_at=None, **said
    )
    # A message that may have left is somebody's to look up in the mail server's log; its reason says so.
    enqueued = Letter.objects.filter(
        _because(words, "message__reason"),
        state=State.ENQUEUED,
        message__state=Message.State.HELD,
        appeal__case=case,
    )
    for letter in list(enqueued.select_related("message")):
        if letter.message is not None:
            messages.cancel(letter.message, by=by, reason=reason, now=now)
        cancelled += Letter.objects.filter(pk=letter.pk, state=State.ENQUEUED).update(
            state=State.CANCELLED, **said
        )
    return cancelled


def _cases(letters: "QuerySet[Letter]") -> list[int]:
    return list(letters.order_by().values_list("appeal__case", flat=True).distinct())


def _because(words: Iterable[str], field: str = "reason") -> Q:
    condition = Q(pk__in=[])
    for one in words:
        condition |= Q(**{f"{field}__contains": one})
    return condition


def _lifted(cases: set[int]) -> dict[int, Lift]:
    """Return {case id: Lift} for those of `cases` that may write again, the newest lift speaking for all."""
    free = cases - set(held_cases(cases)) if cases else set()
    if not free:
        return {}
    links = (
        CaseBeneficiary.objects.filter(case__in=free, beneficiary__statuses__hold_lifted_at__isnull=False)
        .order_by("beneficiary__statuses__hold_lifted_at")
        .values_list("case", "beneficiary__statuses")
    )
    records = StatusRecord.objects.select_related("beneficiary", "hold_lifted_by").in_bulk(
        [record for _case, record in links]
    )
    # The news itself is a claim: until somebody has read it against its source, its letters would only be held again.
    unread = missing_claims_of({case for case, _record in links})
    found: dict[int, Lift] = {}
    for case, pk in links:
        if case in unread:
            continue
        record = records[pk]
        before = found[case].words if case in found else ()
        words = (*before, in_words(record.beneficiary.name, record.status))
        if record.hold_lifted_by is not None:
            found[case] = Lift(words, record.hold_lifted_by, record.hold_lifted_reason)
    return found
