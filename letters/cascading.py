"""Letters follow the status of the people they are about.

News that changes everything holds each letter that has not left, of every appeal on the case, and each message that
has not begun to leave. When a person lifts the hold they go on by themselves, with that person's reason; or somebody
cancels them. Run on a ring and by every tick, so that a lost ring costs seconds; harmless twice.
"""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet

from appeals.models import Appeal
from campaigns.models import Case, StatusRecord
from campaigns.publishing import missing_claims_of
from campaigns.status import held_cases, holding_links, holds_on
from kit.refusals import Refused
from kit.wake import wake
from letters.holding import cancel_all, release_all
from letters.leaving import HOLD_REF, hold_ref
from letters.models import Letter
from letters.states import MOVES, UNSENT, State
from outbox import holding as messages
from outbox.models import Message
from trail.recording import recorded

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
    unsent = Letter.objects.filter(state__in=MOVES.before(State.HELD), appeal__case__in=on_hold)
    outbox = Letter.objects.filter(
        state=State.ENQUEUED, message__state__in=NOT_BEGUN, appeal__case__in=on_hold
    )
    held = 0
    for case, hold in holds_on({*_cases(unsent), *_cases(outbox)}).items():
        appeals = Appeal.objects.filter(case=case)
        # Not appeal__case: over a join the state would be asked before the row is locked, and a rival's move lost.
        held += Letter.objects.filter(state__in=MOVES.before(State.HELD), appeal__in=appeals).update(
            state=State.HELD,
            reason=hold.reason[:300],
            held_for=hold.record,
            claimed_until=None,
            due_at=None,
            decided_by=None,
            decided_at=now,
        )
        waiting = Message.objects.filter(letter__in=outbox.filter(appeal__in=appeals))
        held += messages.hold(waiting, reason=hold.reason, ref=hold_ref(hold.record), by=None, now=now)
    return held


@transaction.atomic
def go_on(*, now: datetime) -> int:
    """Release what only a lifted hold has held; return how many. What was held for another reason stays held."""
    stopped = Letter.objects.filter(state=State.HELD, held_for__isnull=False)
    in_outbox = _held_messages()
    held = set(stopped.order_by().values_list("appeal__case", "held_for").distinct())
    held |= {
        (case, int(ref.removeprefix(HOLD_REF)))
        for case, ref in in_outbox.order_by().values_list("appeal__case", "message__hold_ref").distinct()
    }
    released = 0
    for case, record in _lifted(held):
        by, reason = record.hold_lifted_by, record.hold_lifted_reason
        mine = stopped.filter(held_for=record, appeal__case=case)
        said = {"reason": reason[:300], "decided_by": by, "decided_at": now}
        released += release_all(mine, held_for=None, tries=0, **said)
        waiting = in_outbox.filter(message__hold_ref=hold_ref(record.pk), appeal__case=case)
        for message in Message.objects.filter(letter__in=waiting):
            messages.release(message, by=by, reason=reason, now=now)
            released += 1
    if released:
        wake("letters.render")
    return released


@recorded
@transaction.atomic
def cancel_held(*, case: Case, by: AbstractBaseUser, reason: str, now: datetime) -> int:
    """Cancel, for good, every letter of a case on hold that has not left; return how many."""
    if case.pk not in held_cases([case.pk]):
        raise Refused("This case is not on hold.")
    hold_unsent(now=now)
    # A message that may have left is somebody's to look up in the mail server's log; its reason says so.
    in_outbox = list(_held_messages().filter(appeal__case=case).values_list("pk", flat=True))
    mine = Letter.objects.filter(Q(state__in=UNSENT) | Q(pk__in=in_outbox), appeal__case=case)
    return cancel_all(mine, by=by, reason=reason, now=now)


def _cases(letters: "QuerySet[Letter]") -> list[int]:
    return list(letters.order_by().values_list("appeal__case", flat=True).distinct())


def _held_messages() -> "QuerySet[Letter]":
    """The letters whose messages the news of a status holds in the outbox."""
    return Letter.objects.filter(
        state=State.ENQUEUED,
        message__state=Message.State.HELD,
        message__hold_ref__startswith=HOLD_REF,
    )


def _lifted(held: set[tuple[int, int]]) -> list[tuple[int, StatusRecord]]:
    """Of these pairs of case and status record those whose case may write again and whose hold a person has lifted."""
    cases = {case for case, _record in held}
    free = cases - set(held_cases(cases)) if cases else set()
    if not free:
        return []
    # The news itself is a claim: until somebody has read it against its source, its letters would only be held again.
    free -= set(missing_claims_of(free))
    records = (
        StatusRecord.objects.filter(hold_lifted_at__isnull=False)
        .select_related("hold_lifted_by")
        .in_bulk({record for _case, record in held})
    )
    return [(case, records[pk]) for case, pk in sorted(held) if case in free and pk in records]
