"""Letters at every station of their way, made with the verbs that the workers use."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings

from appeals.models import Appeal, Signature
from letters import dispatching, freezing, making, rendering, scheduling
from letters.models import Letter
from outbox.models import Message
from tests import people
from tests.people import NOW
from tests.remembering import remembered

LATER = NOW + timedelta(seconds=settings.OUTCRY_COOLING_SECONDS)
PDF = b"%PDF-1.7 a letter"
NAMES = ("Amara Okafor", "Ama Boateng", "Aziza Nurlan", "Ana Silva", "Ada Kaya")


def signatures(appeal: Appeal, count: int = 1) -> list[Signature]:
    """Confirmed a second apart, by different people."""
    return [
        people.amara_confirms(
            appeal,
            name=NAMES[number % 5],
            email=f"signer{number}@example.org",
            now=NOW + timedelta(seconds=number - count),
        )
        for number in range(count)
    ]


@contextmanager
def quick_press() -> Iterator[list[str]]:
    """A press that takes no time; the list names what was rendered."""
    seen: list[str] = []
    real = making.make_quickly

    def make_quickly(frozen):
        seen.append(frozen["reference"])
        return rendering.RenderedLetter(pdf=PDF, pages=1, sha256=hashlib.sha256(PDF).hexdigest())

    making.make_quickly = make_quickly
    try:
        yield seen
    finally:
        making.make_quickly = real


@remembered
def frozen_letters(appeal: Appeal, count: int = 1) -> list[Letter]:
    signatures(appeal, count)
    freezing.freeze(now=NOW)
    return list(Letter.objects.order_by("pk"))


@remembered
def ready_letters(appeal: Appeal, count: int = 1) -> list[Letter]:
    frozen_letters(appeal, count)
    with quick_press():
        making.make_some(now=NOW, most=count)
    return list(Letter.objects.order_by("pk"))


def ready_for_all() -> list[Letter]:
    """A letter for everybody who has confirmed."""
    freezing.freeze(now=NOW)
    with quick_press():
        making.make_some(now=NOW, most=100)
    return list(Letter.objects.order_by("pk"))


@remembered
def due_letters(appeal: Appeal, count: int = 1) -> list[Letter]:
    ready_letters(appeal, count)
    scheduling.schedule(now=LATER)
    return list(Letter.objects.order_by("pk"))


@remembered
def enqueued_letters(appeal: Appeal, count: int = 1) -> list[Letter]:
    last = due_letters(appeal, count)[-1].due_at
    dispatching.dispatch_due(now=last)
    return list(Letter.objects.order_by("pk"))


def accept(letter: Letter) -> None:
    """The office's mail server takes the message."""
    Message.objects.filter(pk=letter.message_id).update(state="sent", sent_at=NOW)
