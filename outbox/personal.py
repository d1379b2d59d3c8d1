"""What the outbox keeps about those it mails (kit/personal.py). That a message was sent, and when, stays."""

from datetime import datetime, timedelta

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from kit.personal import OFFICE, SUPPORTER, Kept, Person, declare
from outbox.forgetting import FINISHED
from outbox.models import Attempt, Bookmark, Heartbeat, IncomingMail, Message, Notice, Suppression, Switch
from outbox.models.message import MessageQuerySet
from outbox.states import Stream

ADDRESSES = timedelta(days=30)
# outbox/heeding.py looks back so far.
HASHES = timedelta(days=365)
_NOT_OFFICES = ~Q(stream=Stream.LETTER)


def _finished(age: timedelta, now: datetime) -> QuerySet:
    before = now - age
    ended = Q(sent_at__lt=before) | Q(sent_at=None, created_at__lt=before)
    return Message.objects.filter(_NOT_OFFICES, ended, state__in=FINISHED)


def to(person: Person) -> MessageQuerySet:
    """Messages to this spelling of the address: somebody else may read another one of the same mailbox.

    And those of which only the keyed hash of the mailbox is left.
    """
    box = Message.objects.filter(_NOT_OFFICES, recipient_index=person.mailbox_index)
    mine: MessageQuerySet = Message.objects.filter(
        pk__in=[one.pk for one in box if one.recipient in {person.email, ""}]
    )
    return mine


def _with_hash_in_key(person: Person) -> QuerySet:
    return to(person).filter(key__contains=person.mailbox_index[:32])


declare(
    Message,
    Kept(
        "recipient values server_answer",
        whose=SUPPORTER,
        until="30 days after it was sent or given up; of letters to offices: as long as the message",
        over=lambda now: _finished(ADDRESSES, now),
    ),
    Kept(
        "recipient_index",
        whose=SUPPORTER,
        until="a keyed hash: a year after it was sent or given up",
        over=lambda now: _finished(HASHES, now),
    ),
    Kept(
        "key",
        whose=SUPPORTER,
        until="has a keyed hash in it: as long as the row, except after an erasure",
        of=_with_hash_in_key,
        # Not by the Message-ID, which is made from the key: who signs again and leaves again on one day has it twice.
        also={"key": Concat(Value("erased:"), Cast("pk", CharField())), "subject_ref": ""},
    ),
    Kept(
        "recipient recipient_index values server_answer",
        whose=SUPPORTER,
        until="the same",
        of=to,
    ),
    plain="kind message_id subject_ref reason hold_ref worker queue_id body_digest",
)
declare(
    Attempt,
    Kept(
        "answer",
        whose=SUPPORTER,
        until="a server may quote an address: 30 days; of letters to offices: as long as the letter",
        over=lambda now: Attempt.objects.filter(
            ~Q(message__stream=Stream.LETTER), ended_at__lt=now - ADDRESSES
        ),
        of=lambda person: Attempt.objects.filter(message__in=to(person)),
    ),
    plain="enhanced",
)
declare(
    Notice,
    Kept(
        "said reporter",
        whose=SUPPORTER,
        until="cleared of addresses when it is noted: a year",
        over=lambda now: Notice.objects.filter(~Q(message__stream=Stream.LETTER), noted_at__lt=now - HASHES),
        of=lambda person: Notice.objects.filter(message__in=to(person)),
    ),
    plain="key enhanced",
)
declare(
    IncomingMail,
    Kept(
        "raw",
        whose=OFFICE,
        until="30 days (`outbox.sweep_incoming`), or until its room has taken it over",
        of=lambda person: IncomingMail.objects.filter(message__in=to(person)),
    ),
    plain="digest came_through",
)
declare(
    Suppression,
    Kept("address_index", whose=SUPPORTER, until="a keyed hash: as long as the mailbox must not be mailed"),
    plain="reason",
)
declare(Switch, plain="reason")
declare(Bookmark, plain="name mark")
declare(Heartbeat, plain="name")
