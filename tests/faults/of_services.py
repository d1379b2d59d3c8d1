"""Faults of Redis and of the database, seen by Celery workers on two machines, and beat on the first."""

import time
from collections.abc import Callable

from celery import current_app

from tests.faults.house import House
from tests.faults.verdict import Post, Verdict


def flushall(house: House, n: int, *, at: tuple[int, ...] = (10, 50, 90)) -> Verdict:
    """Everything in Redis is gone when so many per cent of the mails have left; the last tenth comes after that."""
    post = Post(house, "flushall", n)
    for percent in at:
        post.wait_for(n * percent // 100)
        with current_app.connection_for_write(house.broker) as connection:
            connection.default_channel.client.flushall()
        post.more(n // 10)
        post.is_over()
    return post.settle()


def redis_refused(house: House, n: int, *, seconds: float = 2.0) -> Verdict:
    """Redis hangs up on both machines and refuses connections."""
    gates = [machine.redis for machine in house.machines]
    return _away(house, "redis-refused", n, [gate.refuse for gate in gates], seconds)


def redis_swallowing(house: House, n: int, *, seconds: float = 2.0) -> Verdict:
    """Redis accepts on both machines and never answers; then what was swallowed is cut."""
    gates = [machine.redis for machine in house.machines]
    return _away(house, "redis-swallowing", n, [gate.swallow for gate in gates], seconds)


def database_away(house: House, n: int, *, seconds: float = 2.0) -> Verdict:
    """The database hangs up on both machines, with mails in hand, and refuses connections."""
    gates = [machine.database for machine in house.machines]
    return _away(house, "database-away", n, [gate.refuse for gate in gates], seconds)


def cut_in_turn(house: House, n: int, *, seconds: float = 2.0) -> Verdict:
    """The first machine is cut off from Redis and the second from the database; then the other way round."""
    post = Post(house, "cut-in-turn", n)
    first, second = house.machines
    for one, other in ((first, second), (second, first)):
        post.wait_for(len(post.arrived()) + n // 4)
        _cut(house, post, [one.redis.refuse, other.database.refuse], seconds)
    return post.settle()


def _away(house: House, fault: str, n: int, cuts: list[Callable[[], None]], seconds: float) -> Verdict:
    post = Post(house, fault, n)
    post.wait_for(n // 4)
    _cut(house, post, cuts, seconds)
    return post.settle()


def _cut(house: House, post: Post, cuts: list[Callable[[], None]], seconds: float) -> None:
    for cut in cuts:
        cut()
    post.more(post.n // 4)  # nobody can ring for these: a tick finds them
    time.sleep(seconds)
    post.more(post.n // 4)
    for machine in house.machines:
        machine.open()
    post.is_over()
