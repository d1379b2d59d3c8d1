"""Our outbox, driven as the house drives it: rows put into it by enqueue_many, sent by Celery tasks that were rung."""

import time

from django.utils import timezone

from benchmarks.mail import STREAMS, kind_name
from benchmarks.worker import QUEUE, app
from outbox.models import Message
from outbox.queueing import SEND_TASK, Row, enqueue_many
from outbox.states import State


def enqueue(mails: list[dict[str, str]], bench: str) -> int:
    rows = (
        Row(
            key=f"bench:{values['address']}",
            to=values["address"],
            values=values,
            subject_ref=values["reference"],
        )
        for values in mails
    )
    return enqueue_many(kind=kind_name(STREAMS[bench]), rows=rows, now=timezone.now())


def ring(bench: str, workers: int) -> None:
    """Once for every worker process, as beat's tick and the ring of enqueue_many do together."""
    for _ in range(workers):
        app.send_task(SEND_TASK[STREAMS[bench]], queue=QUEUE)


def settle(seconds: float = 30) -> int:
    """Wait until every answer is written down; return how many messages are not sent."""
    ends = time.monotonic() + seconds
    open_rows = Message.objects.filter(state__in=(State.QUEUED, State.SENDING))
    while open_rows.exists() and time.monotonic() < ends:
        time.sleep(0.05)
    return Message.objects.exclude(state=State.SENT).count()
