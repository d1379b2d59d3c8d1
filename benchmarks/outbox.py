"""outbox.window1, outbox.window20: mails a second with two worker processes on each side, and processor time.
outbox.enqueue: how quickly one mail for each of many people gets into the queue; outbox.enqueue-rows: mails one by one.
outbox.drain-full: ours alone, with millions of finished messages in the table and with none.

Every side sends the same mail to the same sink. The clock runs from the ring to the last mail that the sink took.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from benchmarks import supply
from benchmarks.aside import Aside, aside
from benchmarks.harness import Measured, Side, comparison, interleave, rounded, say
from benchmarks.peers import installed, is_installed
from benchmarks.processor import cpu_seconds
from benchmarks.stage import Stage, stage
from benchmarks.working import celery_worker, counted_statements

ROUNDS = 5
WORKERS = 2
MAILS = {
    "outbox.window1": 2_000,
    "outbox.window20": 5_000,
    "outbox.enqueue": 20_000,
    "outbox.enqueue-rows": 10_000,
    "outbox.drain-full": 2_000,
}
FINISHED = 5_000_000  # or BENCH_FINISHED
ONE_BATCH = 10_000  # more mails than a round has
SMTPLIB = "benchmarks.peers.smtplib_mail"
POST_OFFICE = "benchmarks.peers.post_office_mail"


def run(names: list[str], *, n: int | None = None, rounds: int = ROUNDS) -> None:
    with stage(database=True, broker=True, sink=True) as here, ExitStack() as processes:
        team = None
        for name in names:
            if name in {"outbox.enqueue", "outbox.enqueue-rows"}:
                _compare_enqueue(name, here, n or MAILS[name], rounds)
                continue
            if name == "outbox.drain-full":
                _compare_full(here, n or MAILS[name], rounds)
                continue
            team = team or processes.enter_context(_team(here))
            _compare_sending(name, here, team, n or MAILS[name], rounds)


@dataclass
class Team:
    """Who sends: the Celery worker (ours, and the task per mail), post_office, and two bare smtplib processes."""

    celery: int
    post_office: Aside | None
    smtplib: list[Aside]


@contextmanager
def _team(here: Stage) -> Iterator[Team]:
    with ExitStack() as processes:
        yield Team(
            celery=processes.enter_context(celery_worker(here, processes=WORKERS)),
            post_office=processes.enter_context(aside(POST_OFFICE, here.env, log=here.log("post_office")))
            if is_installed("django-post_office")
            else None,
            smtplib=[
                processes.enter_context(aside(SMTPLIB, here.env, log=here.log(f"smtplib{number}")))
                for number in range(WORKERS)
            ],
        )


def _compare_sending(bench: str, here: Stage, team: Team, n: int, rounds: int) -> None:
    from benchmarks.ours import outbox as ours

    def ours_round(number: int) -> Measured:
        ours.enqueue(supply.mails(number, n), bench)
        return sent(lambda: ours.ring(bench, WORKERS), ours.settle, [team.celery])

    def task_per_mail(number: int) -> Measured:
        keys, queue = _recipients(supply.mails(number, n)), f"{bench}.{number}"
        _delay(keys, queue)
        return sent(lambda: _release(queue), lambda: _unsent(keys), [team.celery])

    def post_office(batch: int | None) -> Side:
        def measure(number: int) -> Measured:
            team.post_office.ask({"do": "enqueue", "mails": supply.mails(number, n)})
            return sent(
                lambda: team.post_office.tell({"do": "send", "batch": batch}),
                lambda: team.post_office.hear()["left"],
                [team.post_office.pid],
            )

        return measure

    def post_office_by_celery(number: int) -> Measured:
        team.post_office.ask({"do": "enqueue", "mails": supply.mails(number, n)})
        return sent(_ring_post_office, lambda: team.post_office.ask({"do": "settle"})["left"], [team.celery])

    def smtplib(number: int) -> Measured:
        mails = supply.mails(number, n)
        for place, each in enumerate(team.smtplib):
            each.ask({"do": "enqueue", "mails": mails[place::WORKERS]})
        return sent(
            lambda: [each.tell({"do": "send"}) for each in team.smtplib],
            lambda: sum(each.hear()["left"] for each in team.smtplib),
            [each.pid for each in team.smtplib],
        )

    def sent(begin: Callable[[], Any], settle: Callable[[], int], pids: list[int]) -> Measured:
        return _sent(here, n, begin, settle, pids)

    sides = {
        "ours": ours_round,
        "django-post_office": post_office(None),
        "django-post_office-one-batch": post_office(ONE_BATCH),
        "django-post_office-celery": post_office_by_celery,
        "task-per-mail": task_per_mail,
        "smtplib": smtplib,
    }
    _say_all(bench, sides, here, n, rounds, workers=WORKERS)


def _ring_post_office() -> None:
    """Its own task, once for every worker process."""
    from benchmarks.worker import QUEUE, app

    for _ in range(WORKERS):
        app.send_task("post_office.tasks.send_queued_mail", queue=QUEUE)


def _sent(
    here: Stage, n: int, begin: Callable[[], Any], settle: Callable[[], int], pids: list[int]
) -> Measured:
    here.sink.reset()
    cpu = sum(map(cpu_seconds, pids))
    began = time.monotonic()
    begin()
    arrived = here.sink.wait(n)
    left = settle()
    arrived = here.sink.wait(n)  # again: a mail that comes twice may come late
    return Measured(
        arrived["distinct"] / max(arrived["last_at"] - began, 1e-6),
        {
            "cpu_ms": (sum(map(cpu_seconds, pids)) - cpu) * 1000 / n,
            "bytes_per_mail": arrived["bytes"] / max(arrived["accepted"], 1),
            "lost": n - arrived["distinct"],
            "doubled": arrived["accepted"] - arrived["distinct"],
            "left": left,
        },
    )


def _compare_full(here: Stage, n: int, rounds: int) -> None:
    """Not in turn: first every round on an empty table, then every round on the full one."""
    from benchmarks.ours import outbox as ours

    finished = int(os.environ.get("BENCH_FINISHED") or FINISHED if rounds > 1 else 1_000)
    with celery_worker(here, processes=WORKERS) as worker:

        def drain(number: int) -> Measured:
            ours.enqueue(supply.mails(number, n), "outbox.window20")
            return _sent(here, n, lambda: ours.ring("outbox.window20", WORKERS), ours.settle, [worker])

        found = {}
        for name in ("empty", "ours"):
            if name == "ours":
                began = time.monotonic()
                ours.fill(finished)
                filling = time.monotonic() - began
            first = 0 if rounds > 1 else 1
            found[name] = [
                drain(number + (100 if name == "ours" else 0)) for number in range(first, rounds + 1)
            ]
            del found[name][: 1 - first]
    say(
        comparison(
            bench="outbox.drain-full", peer="empty", unit="messages_per_second", ours=found["ours"],
            theirs=found["empty"], n=n, database=here.database, workers=WORKERS, rows=finished,
            filling_seconds=rounded(filling),
        )
    )  # fmt: skip


def _compare_enqueue(bench: str, here: Stage, n: int, rounds: int) -> None:
    from benchmarks.mail import register_kinds
    from benchmarks.ours import outbox as ours

    register_kinds()

    def timed(put: Callable[[list[dict[str, str]]], Any], prepare: Callable = lambda mails: mails) -> Side:
        def measure(number: int) -> Measured:
            given = prepare(supply.mails(number, n))
            with counted_statements() as statements:
                cpu, began = time.process_time(), time.monotonic()
                put(given)
                seconds, spent = time.monotonic() - began, time.process_time() - cpu
            return Measured(n / seconds, {"cpu_ms": spent * 1000 / n, "statements": len(statements)})

        return measure

    sides = {
        # As a mailing does it: people are rows of ours already. Or each message given, with values of its own.
        "ours": timed(ours.address, ours.people)
        if bench == "outbox.enqueue"
        else timed(lambda mails: ours.enqueue(mails, "outbox.window20")),
        "django-post_office": timed(_enqueue_in_post_office),
        # Its rows are there before: a project that works so has its recipients in a table of its own.
        "task-per-mail": timed(lambda keys: _delay(keys, "bench.never"), _recipients),
    }
    _say_all(bench, sides, here, n, rounds)


def _say_all(bench: str, sides: dict[str, Side], here: Stage, n: int, rounds: int, **more: Any) -> None:
    found = interleave(installed(sides), rounds=rounds)
    for peer in list(found)[1:]:
        line = comparison(
            bench=bench, peer=peer, unit="messages_per_second", ours=found["ours"], theirs=found[peer], n=n,
            database=here.database, relay=here.relay, **more,
        )  # fmt: skip
        if "cpu_ms" in line:
            line["cpu_ratio"] = round(line["their_cpu_ms"] / line["cpu_ms"], 2)
        say(line)


def _enqueue_in_post_office(mails: list[dict[str, str]]) -> None:
    from benchmarks.peers import post_office_mail

    post_office_mail.enqueue(mails, post_office_mail.make_template())


def _recipients(mails: list[dict[str, str]]) -> list[int]:
    from benchmarks.peers.plain_form.models import Recipient

    rows = [Recipient(address=values["address"], values=values) for values in mails]
    return [row.pk for row in Recipient.objects.bulk_create(rows)]


def _delay(keys: list[int], queue: str) -> None:
    from benchmarks.peers.task_per_mail import mail_one

    for key in keys:
        mail_one.apply_async((key,), queue=queue)


def _release(queue: str) -> None:
    """Move the waiting tasks to where the worker listens, all at once: kombu keeps a queue as a list of its name."""
    from benchmarks.worker import QUEUE, app

    with app.connection_for_write() as connection:
        connection.default_channel.client.rename(queue, QUEUE)


def _unsent(keys: list[int]) -> int:
    """How many are not noted as sent; the note is written after the mail has left, so it is waited for."""
    from benchmarks.peers.plain_form.models import Recipient

    ends = time.monotonic() + 5
    unsent = Recipient.objects.filter(pk__in=keys, sent_at=None)
    while unsent.exists() and time.monotonic() < ends:
        time.sleep(0.05)
    return unsent.count()
