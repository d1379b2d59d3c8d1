"""What a benchmark stands on: settings, keys, a database, a broker, a mail sink; all of its own, all taken away again.

    with stage(database=True, broker=True, sink=True) as here: …

The database is PostgreSQL with its default durability: the server that DATABASE_URL names, in a database
made for this run, else one out of a wheel, else SQLite, and the JSON line says which.
"""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from demo.addresses import HOST
from kit.encryption import new_ring
from tests import migrated
from tests.broker import broker as own_broker

ROOT = Path(__file__).resolve().parent.parent
ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
NO_BROKER = "This benchmark needs a broker, and this platform has none in a wheel: put valkey-server or redis-server on PATH."


class Sink:
    """Our end of the control line of benchmarks/sink.py."""

    def __init__(self, smtp: int, control: int) -> None:
        self.port = smtp
        self.socket = socket.create_connection((HOST, control))
        self.line = self.socket.makefile("rw")

    def reset(self) -> None:
        self._ask({"do": "reset"})

    def wait(self, count: int, *, seconds: float = 60) -> dict[str, Any]:
        return self._ask({"do": "wait", "count": count, "seconds": seconds})

    def close(self) -> None:
        self.line.close()
        self.socket.close()

    def _ask(self, words: dict[str, Any]) -> dict[str, Any]:
        self.line.write(json.dumps(words) + "\n")
        self.line.flush()
        return json.loads(self.line.readline())


@dataclass
class Stage:
    folder: Path
    env: dict[str, str] = field(default_factory=dict)
    sink: Sink | None = None
    database: str = "none"
    relay: str = "none"  # between whoever sends and the sink

    def inherited(self) -> dict[str, str]:
        return {**os.environ, **self.env}

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"


@contextmanager
def stage(*, database: bool = False, broker: bool = False, sink: bool = False) -> Iterator[Stage]:
    if not sys.platform.startswith("linux"):
        sys.exit("Benchmarks read processor time from /proc: they need Linux.")
    folder = Path(tempfile.mkdtemp(prefix="outcry-bench-"))
    with _ended_in_order(), ExitStack() as services:
        services.callback(shutil.rmtree, folder, ignore_errors=True)
        here = Stage(folder, _environment(folder))
        if database:
            here.env["DATABASE_URL"] = url = services.enter_context(_database())
            if not url:
                migrated.copied_to(folder / "outcry.sqlite3")
        if broker:
            url = services.enter_context(own_broker())
            here.env["REDIS_URL"] = url or sys.exit(NO_BROKER)
        if sink:
            here.sink = services.enter_context(_sink())
            here.relay = os.environ.get("BENCH_RELAY", "none")
            port = _handed_over_to(services, here)
            here.env["EMAIL_URL"] = f"smtp://{HOST}:{port}/?ssl=False&tls=False"
        os.environ.update(here.env)
        _set_up(here, database=database)
        yield here
        _close_connections()


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """A signal that would end us at once ends us like an error: what was started is ended, what was made is taken away."""

    def end(number: int, _frame: Any) -> None:
        for each in ENDING:
            signal.signal(each, signal.SIG_IGN)  # a second Ctrl-C does not break that off
        raise SystemExit(128 + number)

    before = {each: signal.signal(each, end) for each in ENDING}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _environment(folder: Path) -> dict[str, str]:
    (folder / "keyring").write_text(new_ring())
    (folder / "outcry.env").touch()
    return {
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        # An empty file in place of the machine's own outcry.env: no benchmark may touch a deployment.
        "OUTCRY_ENV_FILE": str(folder / "outcry.env"),
        "OUTCRY_KEYRING": str(folder / "keyring"),
        "OUTCRY_SECRET_KEY": secrets.token_urlsafe(50),
        "OUTCRY_DEMO": "false",
        # One machine signs for thousands: what is measured is signing, not being asked for a second press.
        "OUTCRY_NETWORK_SIGNATURES_PER_HOUR": "100000000",
        "OUTCRY_APPEAL_SIGNATURES_PER_MINUTE": "100000000",
        "OUTCRY_DEMO_DIR": str(folder),
        "OUTCRY_PRINTS": str(folder / "prints"),
        "DATABASE_URL": "",
        "TMPDIR": str(folder),
    }


def _set_up(here: Stage, *, database: bool) -> None:
    import django

    django.setup()
    if not database:
        return
    from django.core.management import call_command
    from django.db import connection

    # The peer with a plain form has no migrations; its table is made from its model.
    call_command("migrate", run_syncdb=True, verbosity=0)
    version = ".".join(map(str, connection.get_database_version()))
    here.database = f"{connection.vendor} {version}"


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()


@contextmanager
def _database() -> Iterator[str]:
    """Yield what DATABASE_URL wants; an empty string is SQLite."""
    if given := os.environ.get("DATABASE_URL"):
        if not given.startswith(("postgres:", "postgresql:")):
            yield ""
            return
        with _made_in(given) as url:
            yield url
        return
    try:
        from tests.postgres import postgres

        context = postgres()
        url = context.__enter__()
    except Exception as error:  # the wheel has many ways to fail: no such platform, no such user, no space
        print(f"No PostgreSQL out of the wheel ({type(error).__name__}), so SQLite.", file=sys.stderr)
        yield ""
        return
    try:
        # The suite's server forgets in a crash. A benchmark of promises has to pay for them.
        with _autocommit(url) as server:
            server.execute("ALTER SYSTEM RESET ALL")
            server.execute("SELECT pg_reload_conf()")
        yield url
    finally:
        context.__exit__(None, None, None)


@contextmanager
def _made_in(url: str) -> Iterator[str]:
    name = f"outcry_bench_{secrets.token_hex(4)}"
    with _autocommit(url) as server:
        copied = f" TEMPLATE {os.environ[migrated.DATABASE]}" if os.environ.get(migrated.DATABASE) else ""
        server.execute(f"CREATE DATABASE {name}{copied}")
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        with _autocommit(url) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _autocommit(url: str) -> Any:
    import psycopg

    return psycopg.connect(url, autocommit=True)


def _handed_over_to(services: ExitStack, here: Stage) -> int:
    """The port of whoever takes mail from the sides. A Postfix queues it on the disk and hands it on to the sink."""
    if here.relay == "none":
        return here.sink.port
    if here.relay != "postfix":
        sys.exit("BENCH_RELAY can be postfix.")
    import pytest

    from tests.mail_servers.postfix import postfix

    try:
        return services.enter_context(postfix(next_port=here.sink.port)).port
    except pytest.skip.Exception as reason:
        sys.exit(str(reason))


@contextmanager
def _sink() -> Iterator[Sink]:
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.sink"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        sink = Sink(**json.loads(process.stdout.readline()))
        yield sink
        sink.close()
    finally:
        process.stdin.close()
        process.kill()
        process.wait()
        process.stdout.close()
