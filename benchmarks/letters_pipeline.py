"""letters.pipeline: from frozen rows of the database to sealed rows of the database, by a Celery worker of two processes.

Ours is rung as the house rings; the peer is one task per letter, which loads it, prints its page with a warm WeasyPrint
and keeps the PDF, sealed as ours are. The clock runs from the ring until no letter is left; processor time of the workers
and of the database are told apart.
"""

import time
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from benchmarks import supply
from benchmarks.harness import Measured, comparison, interleave, say
from benchmarks.processor import cpu_seconds, peak_mb
from benchmarks.signing_million import Pattern
from benchmarks.stage import Stage
from benchmarks.working import celery_worker

WORKERS = 2
SECONDS = 300
CHUNK = 1_000


def compare_pipeline(here: Stage, n: int, their_n: int, rounds: int) -> None:
    waiting, tiers = Waiting(), dict[str, int]()
    with celery_worker(here, processes=WORKERS) as worker:
        # Both learn before the first round what they keep: shells here, fonts and style sheets there.
        waiting.add(min(n, 3 * CHUNK))
        _until_made(_ring_ours, waiting)

        def side(ring: Callable[[Sequence[int]], None], many: int) -> Callable[[int], Measured]:
            def measure(_round: int) -> Measured:
                waiting.add(many)
                measured = _measured(worker, ring, waiting, many)
                if ring is _ring_ours:
                    tiers.update(waiting.tiers())
                return measured

            return measure

        sides = {
            "ours": side(_ring_ours, n),
            "task-per-letter": side(_ring_theirs, their_n),
        }
        found = interleave(sides, rounds=rounds)
    say(
        comparison(
            bench="letters.pipeline", peer="task-per-letter", unit="letters_per_second",
            ours=found["ours"], theirs=found["task-per-letter"],
            n=n, their_n=their_n, workers=WORKERS, database=here.database, tiers=tiers,
        )
    )  # fmt: skip


def _ring_ours(keys: Sequence[int]) -> None:
    """As often as there are runs in so many letters: for the next run the house rings itself, but on queues of its own."""
    from benchmarks.worker import QUEUE, app
    from letters.tasks import STAMPS_A_RUN

    for _ in range(0, len(keys), STAMPS_A_RUN):
        app.send_task("letters.render", queue=QUEUE)
    app.send_task("letters.press", queue=QUEUE)


def _ring_theirs(keys: Sequence[int]) -> None:
    from benchmarks.peers.task_per_letter import TASK
    from benchmarks.worker import QUEUE, app

    for pk in keys:
        app.send_task(TASK, args=[pk], queue=QUEUE)


class Waiting:
    """Letters that are frozen and not made. Every one is another; signatures under them are copies (signing_million.py)."""

    def __init__(self) -> None:
        from appeals.models import Signature
        from tests import people

        people.an_open_appeal()
        people.an_embassy(country="GB")
        self.pattern, self.made = Pattern(), 0
        self.keys: list[int] = []
        self.recipient = Signature.objects.get(pk=self.pattern.copies[1][1]).agreed["recipient"]

    def add(self, many: int) -> None:
        from django.db import connection

        from appeals.merging import digest
        from appeals.models import Signature
        from letters.models import Letter
        from letters.states import State
        from tests.people import NOW

        self.pattern.multiply(self.made + many)
        self.made += many
        names = ("pk", "target_id", "appeal_id", "email_contact_id", "reference", "agreed_digest")
        signatures = Signature.objects.filter(letters=None, state="confirmed").order_by("-pk").only(*names)
        rows = iter(list(signatures[:many]))
        self.keys = []
        while chunk := list(islice(rows, CHUNK)):
            made = []
            for row in chunk:
                frozen = supply.a_letter(recipient=self.recipient)
                row.reference, row.agreed_digest = frozen["reference"], digest(frozen)
                made.append(
                    Letter(
                        signature_id=row.pk, target_id=row.target_id, appeal_id=row.appeal_id,
                        contact_id=row.email_contact_id, reference=row.reference, language=frozen["language"],
                        frozen=frozen, digest=row.agreed_digest, state=State.FROZEN, created_at=NOW,
                    )
                )  # fmt: skip
            Signature.objects.bulk_update(chunk, ["reference", "agreed_digest"])
            self.keys += [letter.pk for letter in Letter.objects.bulk_create(made)]
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def left(self) -> int:
        from letters.models import Letter
        from letters.states import State

        return Letter.objects.filter(state=State.FROZEN).count()

    def lost(self) -> int:
        """Letters of this round that have no PDF."""
        from letters.models import LetterPdf

        return len(self.keys) - LetterPdf.objects.filter(letter__in=self.keys).count()

    def tiers(self) -> dict[str, int]:
        from django.db.models import Count

        from letters.models import LetterPdf

        found = LetterPdf.objects.filter(letter__in=self.keys).order_by("tier")
        return dict(found.values_list("tier").annotate(Count("pk")))


def _measured(worker: int, ring: Callable[[Sequence[int]], None], waiting: Waiting, n: int) -> Measured:
    database = postmaster()
    workers, server = cpu_seconds(worker), spent(database)
    began = time.monotonic()
    _until_made(ring, waiting)
    seconds = time.monotonic() - began
    cpu_ms = (cpu_seconds(worker) - workers) * 1000 / n
    database_ms = (spent(database) - server) * 1000 / n
    return Measured(
        n / seconds,
        {
            "cpu_ms": cpu_ms,
            "database_cpu_ms": database_ms,
            "letters_per_second_of_one_core": 1000 / (cpu_ms + database_ms),
            "peak_rss_mb": peak_mb(worker),
            "lost": waiting.lost(),
        },
    )


def _until_made(ring: Callable[[Sequence[int]], None], waiting: Waiting) -> None:
    ends = time.monotonic() + SECONDS
    ring(waiting.keys)
    while waiting.left():
        if time.monotonic() > ends:
            raise RuntimeError(f"{waiting.left()} letters were not made in {SECONDS} seconds")
        time.sleep(0.02)


def postmaster() -> int | None:
    """Process id of a PostgreSQL of this machine; its backends are its family, the ended ones too."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)")
        return int(cursor.fetchone()[0])


def spent(pid: int | None) -> Any:
    return cpu_seconds(pid) if pid else 0.0
