"""A kind of message that needs no other room, and messages of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from outbox import kinds
from outbox.kinds import Draft, Kind, register
from outbox.models import Message
from outbox.queueing import enqueue
from outbox.states import Stream

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def compose_note(message: Message) -> Draft:
    return Draft(subject=message.values["subject"], text=message.values.get("text", "Salem."))


def register_notes() -> None:
    for stream in Stream:
        register(Kind(name=f"note_{stream}", stream=stream, compose=compose_note))


@contextmanager
def kind_in_place_of(kind: Kind) -> Iterator[Kind]:
    before = kinds._kinds.get(kind.name)
    kinds._kinds[kind.name] = kind
    try:
        yield kind
    finally:
        if before is None:
            del kinds._kinds[kind.name]
        else:
            kinds._kinds[kind.name] = before


def a_message(
    *, key: str = "note:1", stream: str = Stream.LETTER, to: str = "amara@supporter.example", **more: Any
) -> Message:
    values = more.pop("values", {"subject": "For Erzhan"})
    now = more.pop("now", NOW)
    message, _ = enqueue(kind=f"note_{stream}", key=key, to=to, values=values, now=now, **more)
    return message


# Statements of outbox.queueing.enqueue_many for up to a thousand: PostgreSQL looks for suppressed mailboxes while it inserts.
QUEUEING = 1 if connection.vendor == "postgresql" else 2
