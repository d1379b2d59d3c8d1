"""Our outbox, driven as the house drives it: rows put into it by enqueue_many, sent by Celery tasks that were rung."""

import time

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from benchmarks.mail import STREAMS, kind_name
from benchmarks.worker import QUEUE, app
from kit.mailboxes import mailbox_index
from outbox.addressing import enqueue_to
from outbox.models import Message
from outbox.queueing import SEND_TASK, Row, enqueue_many
from outbox.states import State
from supporters.models import Supporter


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


def people(mails: list[dict[str, str]]) -> "tuple[QuerySet[Supporter], dict[str, str]]":
    """Supporters, and the values that all their mails share."""
    rows = [
        Supporter(
            email=values["address"], email_index=values["address"],
            mailbox_index=mailbox_index(values["address"]), language="en", created_at=timezone.now(),
        )
        for values in mails
    ]  # fmt: skip
    first = Supporter.objects.bulk_create(rows)[0]
    return Supporter.objects.filter(pk__gte=first.pk), mails[0]


def address(chosen: "tuple[QuerySet[Supporter], dict[str, str]]") -> int:
    supporters, values = chosen
    return enqueue_to(
        supporters, kind=kind_name(STREAMS["outbox.window20"]), prefix="bench:people:", values=values, now=timezone.now()
    )  # fmt: skip


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
    return sum(Message.objects.filter(state=state).count() for state in State if state != State.SENT)


def fill(count: int) -> None:
    """Finished messages, as many, with an attempt each: copies of one that was sent, made in the database."""
    one = Message.objects.filter(state=State.SENT).order_by("id").last()
    if one is None:
        raise RuntimeError("Nothing was sent that could be copied.")
    names = [field.column for field in Message._meta.concrete_fields if field.column not in {"id", "key"}]
    columns = ", ".join(map(connection.ops.quote_name, names))
    numbers = "SELECT value FROM generate_series(1, %s) AS g(value)"
    if connection.vendor == "sqlite":
        numbers = "WITH RECURSIVE g(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM g LIMIT %s) SELECT value FROM g"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO outbox_message (\"key\", {columns}) SELECT 'full:' || n.value, {columns} "  # noqa: S608 -- our own names
            f"FROM ({numbers}) AS n, outbox_message WHERE id = %s",
            [count, one.pk],
        )
        cursor.execute(
            "INSERT INTO outbox_attempt (message_id, started_at, ended_at, outcome, code, enhanced, answer) "
            "SELECT m.id, m.sent_at, m.sent_at, 'accepted', 250, '2.0.0', m.server_answer FROM outbox_message AS m "
            "WHERE m.id > %s",
            [one.pk],
        )
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE outbox_message")
