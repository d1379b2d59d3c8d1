"""Where a mailing and its messages in the outbox know each other: by the key of a message."""

from collections import Counter

from django.db.models import Count

from mailings.models import Mailing
from outbox.models import Message
from outbox.models.message import MessageQuerySet

KIND = "mailing"


def prefix_of(mailing_id: int) -> str:
    return f"{KIND}:{mailing_id}:"


def key_of(mailing_id: int, supporter_id: int) -> str:
    return f"{prefix_of(mailing_id)}{supporter_id}"


def supporter_of(message: Message) -> int:
    return int(message.key.rpartition(":")[2])


def messages_of(mailing: Mailing) -> MessageQuerySet:
    found: MessageQuerySet = Message.objects.filter(kind=KIND, key__startswith=prefix_of(mailing.pk))
    return found


def states_of(mailing: Mailing) -> dict[str, int]:
    """Return {state in words: number of messages}. One query."""
    rows = messages_of(mailing).order_by().values_list("state").annotate(count=Count("pk"))
    return dict(Counter({str(Message.State(state).label): count for state, count in rows}).most_common())
