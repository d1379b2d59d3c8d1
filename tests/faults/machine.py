"""A machine with a Celery worker of its own: gates before Redis and the database, a temp folder, and numbers of
processes that others have too, where the kernel lets us.
"""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlsplit

from django.db import connection

from tests.faults.gate import Gate, Place
from tests.faults.house import House
from tests.faults.netns import HERE, Network

WORKER = (
    "-m", "celery", "-A", "config", "worker", "--pool", "prefork", "--concurrency", "1", "--loglevel", "ERROR",
    "--without-mingle", "--without-gossip",
)  # fmt: skip
# Its first process is number 1 there, as in a container.
OWN_NUMBERS = ("unshare", "--pid", "--fork", "--kill-child", "--mount-proc")


class Machine:
    def __init__(self, house: House, name: str, broker: str, network: Network | None = None) -> None:
        redis, here = urlsplit(broker), HERE if network else "127.0.0.1"
        self.redis = Gate((redis.hostname or "127.0.0.1", redis.port or 6379), host=here)
        self.temp = house.log.with_name(name)
        self.temp.mkdir()
        environment = {
            "TMPDIR": str(self.temp),
            "TESTS_SCRATCH": str(self.temp),
            "REDIS_URL": redis._replace(netloc=f"{here}:{self.redis.port}").geturl(),
        }
        self.database = None
        if connection.vendor == "postgresql":
            self.database = Gate(database_place(), host=here)
            environment["DATABASE_URL"] = _url(here, self.database.port)
        if network:
            environment["EMAIL_URL"] = f"smtp://{HERE}:{house.port}"
        before = (network.before if network else ()) + (OWN_NUMBERS if has_own_numbers() else ())
        self.worker = house.start(*WORKER, before=before, **environment)
        self.environment = environment

    def open(self) -> None:
        for gate in filter(None, (self.redis, self.database)):
            gate.open()

    def close(self) -> None:
        for gate in filter(None, (self.redis, self.database)):
            gate.close()


def database_place() -> Place:
    connection.ensure_connection()
    found = connection.connection.info
    if found.host.startswith("/"):
        return str(Path(found.host) / f".s.PGSQL.{found.port}")
    return found.host, found.port


def _url(host: str, port: int) -> str:
    given = connection.settings_dict
    who = f"{quote(given['USER'] or connection.connection.info.user)}:{quote(given['PASSWORD'] or '')}"
    return f"postgres://{who}@{host}:{port}/{given['NAME']}"


@cache
def has_own_numbers() -> bool:
    if os.geteuid() or not shutil.which("unshare"):
        return False
    return subprocess.run([*OWN_NUMBERS, "true"], capture_output=True, check=False).returncode == 0
