"""desk.dashboard: the first page of the desk with a million signatures behind it, against the same page that counts them itself.

The page is asked for in this process, by somebody who may do everything, and its processor time is that of this process and of
the database. Signatures are copies (signing_million.py), spread over sixty days. What a clock reads beside it
(reports/counting_days.py, reports/readings.py) is told apart.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from benchmarks.harness import Measured, comparison, interleave, rounded, say
from benchmarks.letters_pipeline import postmaster, spent
from benchmarks.signing import open_appeal
from benchmarks.signing_million import Pattern
from benchmarks.stage import stage
from benchmarks.working import counted_statements

ROUNDS = 5
SIZE = 1_000_000
REQUESTS = 20  # fewer in a trial
DAYS = 60


def run(names: list[str], *, n: int | None = None, rounds: int = ROUNDS) -> None:
    """`n` is how many have signed."""
    size = n or SIZE
    with stage(database=True) as here:
        open_appeal()
        Pattern(DAYS).multiply(size)
        clock = _what_the_clock_costs()
        page = _page()
        with counted_statements() as seen:
            page()
        sides, requests = {"ours": page, "counting": _counts_itself(page)}, min(REQUESTS, size)
        found = interleave({name: _asked(side, requests) for name, side in sides.items()}, rounds=rounds)
        say(
            comparison(
                bench=names[0], peer="counting-on-the-page", unit="cpu_ms",
                ours=found["ours"], theirs=found["counting"],
                n=size, statements=len(seen), database=here.database, **clock,
            )
        )  # fmt: skip


def _what_the_clock_costs() -> dict[str, float]:
    """Processor milliseconds of one tick of each, database and all."""
    from reports import counting_days, readings

    now = datetime.now(UTC)
    acts: dict[str, Callable[[], Any]] = {
        "all_days_cpu_ms": counting_days.recount,
        "today_cpu_ms": lambda: counting_days.recount(since=now.date()),
        "readings_cpu_ms": lambda: readings.take(now=now),
    }
    return {name: rounded(_cpu_ms(act)) for name, act in acts.items()}


def _page() -> Callable[[], None]:
    from django.contrib.auth.models import User
    from django.test import Client
    from django.urls import reverse

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.create_superuser("desk"))
    address = reverse("admin:index")

    def page() -> None:
        answer = client.get(address)
        assert answer.status_code == 200, f"the desk answered {answer.status_code}"
        assert b"Signatures per day" in answer.content

    page()  # the first pays for imports and for the database's plans
    return page


def _counts_itself(page: Callable[[], None]) -> Callable[[], None]:
    """What the page would do without rows that are counted on a clock."""
    from django.db.models import Count
    from django.db.models.functions import TruncDate

    from appeals.models import Signature

    def counting() -> None:
        page()
        signed = Signature.objects.confirmed().order_by()
        list(
            signed.annotate(day=TruncDate("confirmed_at", tzinfo=UTC))
            .values("day")
            .annotate(many=Count("pk"))
        )

    return counting


def _asked(page: Callable[[], None], requests: int) -> Callable[[int], Measured]:
    def measure(_round: int) -> Measured:
        database = postmaster()
        server, began = spent(database), time.process_time()
        for _ in range(requests):
            page()
        own = (time.process_time() - began) * 1000 / requests
        return Measured(own + (spent(database) - server) * 1000 / requests, {"own_cpu_ms": own})

    return measure


def _cpu_ms(act: Callable[[], Any]) -> float:
    database = postmaster()
    server, began = spent(database), time.process_time()
    act()
    return (time.process_time() - began + spent(database) - server) * 1000
