"""Forget to whom finished messages went. That they were sent, when, and what the server said stays: counts survive erasure."""

from kit.mailboxes import mailbox_index
from outbox.models import IncomingMail, Message
from outbox.states import State

FINISHED = (State.SENT, State.FAILED, State.SUPPRESSED, State.EXPIRED, State.CANCELLED)


def forget(*, address: str) -> int:
    """Empty recipient and values of every finished message to the mailbox of `address`; return how many. Reports about them go too. Two statements."""
    rows = Message.objects.filter(recipient_index=mailbox_index(address), state__in=FINISHED)
    IncomingMail.objects.filter(message__in=rows).update(raw=b"")
    return rows.update(recipient="", recipient_index="", values={})
