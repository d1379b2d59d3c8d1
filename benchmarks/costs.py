"""What one signature costs on its way to the office, step by step: processor time of ours and of the database, rows on disk.

    measure(n) -> {"sign": Cost, "confirm": …, "letter": …, "queue": …, "send": …, "mail": …}

In one process, through the verbs that pages and workers call; what a page itself costs is signing.post's figure.
"""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from benchmarks import supply
from benchmarks.harness import rounded
from benchmarks.processor import PROC, cpu_seconds

WARM_UP = 20


@dataclass(frozen=True)
class Cost:
    """Per signature, letter or mail: milliseconds of processors, and bytes in tables and indexes."""

    cpu_ms: float
    database_ms: float
    bytes: float

    def line(self) -> dict[str, float]:
        return {name: rounded(value) for name, value in asdict(self).items()}


def measure(n: int) -> dict[str, Cost]:
    from django.utils import timezone

    from appeals import signing
    from appeals.models import Signature
    from benchmarks.mail import STREAMS, kind_name, register_kinds
    from letters import dispatching, freezing, making, scheduling
    from letters.models import Letter
    from outbox.queueing import Row, enqueue_many
    from outbox.sending import send_due
    from tests import people

    register_kinds()
    now, found = timezone.now(), {}
    target = people.an_embassy(country="GB")
    type(target).objects.filter(pk=target.pk).update(letters_per_hour=3_600_000)
    appeal = people.an_open_appeal()
    past = now - timedelta(hours=3)

    def sign(count: int, first: int) -> None:
        for number in range(first, first + count):
            typed = {**people.AMARA, "email": f"amara{number}@supporter.example"}
            signing.sign(appeal=appeal, typed=signing.Typed(**typed), language="en", now=past)

    def confirm() -> None:
        for signature in Signature.objects.filter(state=Signature.State.PENDING).iterator():
            signing.confirm(signature=signature, now=past)

    def letters() -> None:
        while freezing.freeze(now=now):
            pass
        while making.make_some(now=now, most=200):
            pass

    def queue() -> None:
        scheduling.schedule(now=now)
        while dispatching.dispatch_due(now=now + timedelta(hours=1)):
            pass

    def mailing(first: int, count: int) -> None:
        mails = supply.mails(1 + first, count)
        rows = [Row(f"mail:{each['address']}", each["address"], each) for each in mails]
        enqueue_many(kind=kind_name(STREAMS["outbox.window20"]), rows=rows, now=now)
        send_due(stream="mailing", seconds=600)

    later = now + timedelta(hours=2)

    def steps(first: int, count: int) -> dict[str, Callable[[], Any]]:
        return {
            "sign": lambda: sign(count, first),
            "confirmation": lambda: send_due(stream="confirmation", seconds=600, clock=lambda: past),
            "confirm": confirm,
            "letter": letters,
            "queue": queue,
            "send": lambda: send_due(stream="letter", seconds=600, clock=lambda: later),
            "mail": lambda: mailing(first, count),
        }

    # Once through everything before it counts: what a process, an appeal and a connection make once.
    for step in steps(n, WARM_UP).values():
        step()
    for name, step in steps(0, n).items():
        found[name] = _cost(step, n)
    made = Letter.objects.filter(state="enqueued").count()
    if made < n + WARM_UP:
        raise RuntimeError(f"Only {made} of {n} letters went all the way: {_states()}")
    return found


def _cost(step: Callable[[], Any], n: int) -> Cost:
    server, size = _server(), _size()
    database = cpu_seconds(server) if server else 0.0
    began = time.process_time()
    step()
    ours = time.process_time() - began
    database = (cpu_seconds(server) - database) if server else 0.0
    return Cost(ours * 1000 / n, database * 1000 / n, (_size() - size) / n)


def _server() -> int | None:
    """The first process of PostgreSQL, where it runs on this machine: father of the one that serves us."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = PROC / str(cursor.fetchone()[0]) / "stat"
    return int(stat.read_text().rpartition(")")[2].split()[1]) if stat.exists() else None


def _size() -> int:
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return cursor.fetchone()[0]


def _states() -> dict[str, int]:
    from letters.models import Letter

    return dict(
        Counter(f"{state} {reason}" for state, reason in Letter.objects.values_list("state", "reason"))
    )
