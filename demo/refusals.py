"""Reasons why the demonstration does not start: each one sentence with the next step, found before anything is started."""

import fcntl
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Tags, run_checks
from django.db import Error, connection

from demo.addresses import is_free, is_loopback
from demo.children import broker_program


def reasons(*, host: str, port: int | None, given: set[str]) -> Iterator[str]:
    """`given`: which of DATABASE_URL, REDIS_URL and EMAIL_URL the environment named. `port`: the one asked for, or None."""
    if not is_loopback(host):
        yield f"The demonstration is served on this machine only, not on {host}: leave --host out. docs/operate.md says how to deploy."
    if port is not None and not is_free(port):
        yield f"Port {port} is in use: stop what listens there, name another with --port, or leave --port out for a free one."
    yield from _database()
    yield from _broker(given)
    yield from _checks(Tags.compatibility, Tags.security)


def reasons_in_code() -> Iterator[str]:
    """What Django finds wrong with models, addresses and admin: asked when something has changed, it costs a second."""
    yield from _checks(Tags.models, Tags.urls, Tags.admin)


def _checks(*tags: str) -> Iterator[str]:
    for problem in run_checks(tags=tags):
        if problem.is_serious():
            yield f"{problem.msg} {problem.hint or ''}".strip()


def lock(folder: Path) -> IO[str] | None:
    """Take the folder for one supervisor; None where another holds it. Two would share one mailbox and one timetable."""
    file = (folder / "lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def _database() -> Iterator[str]:
    try:
        connection.ensure_connection()
    except Error as error:
        where = connection.settings_dict
        place = (
            f"{where['HOST'] or 'this machine'}:{where['PORT'] or 5432}/{where['NAME']}"
            if connection.vendor == "postgresql"
            else where["NAME"]
        )
        yield f"The database {place} does not answer ({_first_line(error)}): correct DATABASE_URL, or unset it to use a file."


def _broker(given: set[str]) -> Iterator[str]:
    if "REDIS_URL" not in given:
        if broker_program() is None:
            yield "No Valkey or Redis is here and this platform has no embedded one: install valkey-server or redis-server, or set REDIS_URL."
        return
    import redis

    try:
        client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=3, socket_timeout=3)
        client.ping()
        client.close()
    except (redis.RedisError, OSError, ValueError) as error:
        place = urlsplit(settings.REDIS_URL).netloc.rpartition("@")[2] or settings.REDIS_URL
        yield f"Redis at {place} does not answer ({_first_line(error)}): start it, correct REDIS_URL, or unset it to use the embedded one."


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
