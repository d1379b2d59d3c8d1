"""faults.kill, faults.mail, faults.mailing, faults.services, faults.machines: what is lost, repeated and held when something fails; one line per fault.

The faults are those of the suite (tests/faults), at full size: nothing is compared, everything is counted. The services are the
stage's own: PostgreSQL with its default durability, a broker, and the suite's mail server, which says what it took.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

from benchmarks.harness import commit, machine, say
from benchmarks.stage import Stage, stage

ROUNDS = 1
KILLS, KILLED_OVER = 50, 5_000
N = {
    "faults.kill": KILLED_OVER,
    "faults.mail": 200,
    "faults.mailing": 10_000,
    "faults.services": 400,
    "faults.machines": 400,
}
SECONDS_AWAY = 120.0  # of a mail server, Redis, the database
SEED = 20261127


def run(names: list[str], *, n: int | None = None, rounds: int = ROUNDS) -> None:
    """A run with `n` is a trial: fewer kills, and what is away comes back after seconds."""
    with stage(database=True, broker=True) as here:
        for name in names:
            is_trial = n is not None
            for _ in range(rounds):
                for verdict in FAULTS[name](here, n or N[name], is_trial):
                    say({"bench": name, **verdict.line(), "database": here.database, "machine": machine(), "commit": commit()})  # fmt: skip


def _kill(here: Stage, n: int, is_trial: bool) -> Iterator[Any]:
    from tests.faults import of_mail

    kills = min(KILLS, max(2, n // 20)) if is_trial else KILLS
    with _house(here) as house:
        for stream in ("letter", "mailing"):
            yield of_mail.killed(house, n, kills=kills, seed=SEED, stream=stream)
        yield of_mail.frozen(house, min(n, 100))
        yield of_mail.clock(house, min(n, 400))


def _mail(here: Stage, n: int, is_trial: bool) -> Iterator[Any]:
    from tests.faults import of_mail

    down = partial(of_mail.down, seconds=2.0 if is_trial else SECONDS_AWAY)
    with _house(here) as house:
        for fault in (of_mail.deferred, of_mail.refused, of_mail.silence, of_mail.drop, of_mail.drip, down):
            house.mood("")
            yield fault(house, n)


def _mailing(here: Stage, n: int, is_trial: bool) -> Iterator[Any]:
    from tests.faults import of_mailing

    with _house(here) as house:
        yield of_mailing.paused_and_killed(house, n)


def _services(here: Stage, n: int, is_trial: bool) -> Iterator[Any]:
    from tests.faults import of_services

    seconds = 2.0 if is_trial else SECONDS_AWAY
    away: list[Callable] = [of_services.redis_refused, of_services.redis_swallowing]
    if here.database.startswith("postgresql"):
        away += [of_services.database_away, of_services.cut_in_turn]
    with _house(here, celery=True) as house:
        yield of_services.flushall(house, n)
        for fault in away:
            yield fault(house, n, seconds=seconds)


def _machines(here: Stage, n: int, is_trial: bool) -> Iterator[Any]:
    from tests.faults import of_services
    from tests.faults.netns import has_networks, networks

    if not here.database.startswith("postgresql"):
        return
    with ExitStack() as nets:
        given = nets.enter_context(networks(2)) if has_networks() else (None, None)
        with _house(here, celery=True, networks=given) as house:
            verdict = of_services.cut_in_turn(house, n, seconds=2.0 if is_trial else SECONDS_AWAY)
            verdict.more = {"networks": len([one for one in given if one])}
            yield verdict


FAULTS: dict[str, Callable[[Stage, int, bool], Iterator[Any]]] = {
    "faults.kill": _kill,
    "faults.mail": _mail,
    "faults.mailing": _mailing,
    "faults.services": _services,
    "faults.machines": _machines,
}


@contextmanager
def _house(here: Stage, *, celery: bool = False, networks: Any = (None, None)) -> Iterator[Any]:
    from outbox.models import Message
    from tests.faults.house import House
    from tests.outbox.factories import register_notes

    register_notes()
    folder = here.folder / f"house-{time.monotonic_ns()}"
    folder.mkdir()
    house = House(folder, deadline=3_600)
    try:
        if celery:
            house.open_for_celery(here.env["REDIS_URL"], networks)
        else:
            house.open_for_mail()
        yield house
    finally:
        house.end()
        Message.objects.all().delete()
