"""Forget to whom finished messages went. That they were sent, when, and what the server said stays: counts survive erasure."""

from kit.mailboxes import mailbox_index
from outbox.models import Message
from outbox.states import State

FINISHED = (State.SENT, State.FAILED, State.SUPPRESSED, State.EXPIRED, State.CANCELLED)


def forget(*, address: str) -> int:
    """Empty recipient and values of every finished message to the mailbox of `address`; return how many. One statement."""
    rows = Message.objects.filter(recipient_index=mailbox_index(address), state__in=FINISHED)
    return rows.update(recipient="", recipient_index="", values={})
