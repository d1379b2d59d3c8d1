"""What beat ticks and what rings. Each loads nothing, calls one verb and leaves a heartbeat."""

from celery import shared_task
from django.utils import timezone

from outbox import fetching, heeding, refusals
from outbox.models import Heartbeat
from outbox.recovering import recover as recover_messages
from outbox.sending import send_due
from outbox.states import Stream


def _send(stream: Stream, name: str) -> None:
    send_due(stream=stream)
    Heartbeat.beat(name, now=timezone.now())


@shared_task(name="outbox.send_confirmations")
def send_confirmations(**_: object) -> None:
    _send(Stream.CONFIRMATION, "outbox.send_confirmations")


@shared_task(name="outbox.send_letters")
def send_letters(**_: object) -> None:
    _send(Stream.LETTER, "outbox.send_letters")


@shared_task(name="outbox.send_mailings")
def send_mailings(**_: object) -> None:
    _send(Stream.MAILING, "outbox.send_mailings")


@shared_task(name="outbox.recover")
def recover(**_: object) -> None:
    recover_messages(now=timezone.now())
    Heartbeat.beat("outbox.recover", now=timezone.now())


@shared_task(name="outbox.heed")
def heed(**_: object) -> None:
    now = timezone.now()
    refusals.note_refusals(now=now)
    heeding.heed(now=now)
    Heartbeat.beat("outbox.heed", now=now)


@shared_task(name="outbox.take_in")
def take_in(**_: object) -> None:
    # A mailbox that is away ends this with an error, in the log and by a heartbeat that is missing.
    fetching.fetch_all(clock=timezone.now)
    Heartbeat.beat("outbox.take_in", now=timezone.now())


@shared_task(name="outbox.sweep_incoming")
def sweep_incoming(**_: object) -> None:
    fetching.sweep_incoming(now=timezone.now())
