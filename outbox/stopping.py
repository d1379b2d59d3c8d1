"""Stop claimed messages at the door: their kind says that they must not leave now, or their mailbox is suppressed."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from outbox.kinds import Hold, kind_of, may_always_leave
from outbox.models import Message, Suppression
from outbox.queueing import SUPPRESSED
from outbox.states import State


def may_all_leave(messages: Sequence[Message]) -> bool:
    """Whether no kind among them has anything to ask before they leave."""
    try:
        return all(
            kind_of(name).may_leave is may_always_leave for name in {message.kind for message in messages}
        )
    except LookupError:
        return False


def stop_unfit(messages: Sequence[Message], *, worker: str, now: datetime) -> set[int]:
    """Hold those of which their kind says why they must not leave; return their ids."""
    by_kind: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        by_kind[message.kind].append(message)
    reasons: dict[int, str | Hold] = {}
    for name, group in by_kind.items():
        try:
            may_leave = kind_of(name).may_leave
        except LookupError as error:
            reasons |= {message.pk: str(error) for message in group}
            continue
        if may_leave is not may_always_leave:
            reasons |= may_leave(group, now)
    for message in messages:
        if message.pk in reasons:
            said = reasons[message.pk]
            hold = said if isinstance(said, Hold) else Hold(said)
            _stop([message], worker, State.HELD, hold.reason or "Its kind gave no reason.", hold.ref)
    return set(reasons)


def stop_suppressed(messages: Sequence[Message], *, worker: str) -> int:
    suppressed = Suppression.objects.filter(
        address_index__in=[message.recipient_index for message in messages]
    )
    indexes = set(suppressed.values_list("address_index", flat=True))
    return _stop([m for m in messages if m.recipient_index in indexes], worker, State.SUPPRESSED, SUPPRESSED)


def _stop(messages: Sequence[Message], worker: str, state: str, reason: str, ref: str = "") -> int:
    mine = Message.objects.filter(
        pk__in=[message.pk for message in messages], worker=worker, state=State.SENDING
    )
    free = {"worker": "", "lease_until": None, "begun_at": None}
    return mine.update(state=state, reason=reason[:300], hold_ref=ref, **free)
