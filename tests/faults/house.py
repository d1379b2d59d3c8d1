"""The processes of one fault run: workers, a mail server, and what the mail server's log says."""

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from outbox.models import Message
from tests.faults.mailserver import mood_beside

ROOT = Path(__file__).resolve().parents[2]


class House:
    """`workers`, `server` and `clock` belong to whoever started them and tells the story of several faults."""

    workers: list[subprocess.Popen]
    server: subprocess.Popen

    def __init__(self, folder: Path, *, deadline: float, **environment: str) -> None:
        self.log = folder / "mail.log"
        self.clock = folder / "clock"
        self.log.touch()
        self.port = free_port()
        self.ends = time.monotonic() + deadline
        self.processes: list[subprocess.Popen] = []
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.port}",
            "OUTCRY_FAULTS_KEYRING": str(settings.OUTCRY_KEYRING),
            "OUTCRY_FAULTS_DATABASE": str(connection.settings_dict["NAME"]),
            **environment,
        }

    def start(self, *command: str, before: tuple[str, ...] = (), **environment: str) -> subprocess.Popen:
        """Python with this command; `before` is what starts it in turn."""
        process = subprocess.Popen(
            [*before, sys.executable, *command],
            cwd=ROOT, env={**self.environment, **environment}, stdout=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self.processes.append(process)
        return process

    def worker(self, stream: str = "", **environment: str) -> subprocess.Popen:
        only = ["--stream", stream] if stream else []
        return self.start("manage.py", "send_due", *only, "--loop", "--every", "0.1", **environment)

    def open_for_mail(self) -> None:
        """A mail server and two workers, one of them with a clock that can be set wrong; patience for one second."""
        self.clock.touch()
        self.environment["OUTCRY_FAULTS_SMTP_TIMEOUT"] = "1"
        self.server = self.mail_server()
        self.workers = [self.worker(), self.worker(OUTCRY_FAULTS_CLOCK=str(self.clock))]

    def open_for_celery(self, broker: str, networks: Sequence[Any] = (None, None)) -> None:
        """A mail server, two machines with a worker each, in these networks, and beat on the first of them."""
        from tests.faults.machine import Machine

        self.broker = broker
        self.server = self.mail_server()
        self.machines = [
            Machine(self, name, broker, network)
            for name, network in zip(("first", "second"), networks, strict=True)
        ]
        self.start(
            "-m", "celery", "-A", "config", "beat", "--loglevel", "ERROR", "--pidfile=",
            "--schedule", str(self.machines[0].temp / "beat"), before=getattr(networks[0], "before", ()), **self.machines[0].environment,
        )  # fmt: skip

    def mail_server(self, *how: str) -> subprocess.Popen:
        return self.start("-m", "tests.faults.mailserver", str(self.port), str(self.log), *how)

    def mood(self, words: str) -> None:
        """Of the mail server, from its next message on (tests/faults/mailserver.py)."""
        new = self.log.with_name("mood.new")
        new.write_text(words)
        new.replace(mood_beside(self.log))

    def kill(self, process: subprocess.Popen) -> None:
        # With all that it started: a machine that loses power kills no father first.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def worker_with_a_letter_in_hand(self) -> subprocess.Popen:
        running = {str(process.pid): process for process in self.processes if process.poll() is None}
        while True:
            for worker in Message.objects.filter(begun_at__isnull=False).values_list("worker", flat=True):
                if worker.split("/")[1] in running:
                    time.sleep(random.uniform(0, 0.02))  # anywhere between "about to send" and the next one
                    return running[worker.split("/")[1]]
            assert time.monotonic() < self.ends, states()
            time.sleep(0.005)

    def end(self) -> None:
        for machine in getattr(self, "machines", ()):
            machine.close()
        for process in self.processes:
            self.kill(process)

    def end_for_good(self) -> None:
        """Of a house with several stories: what its workers wrote after the last one goes too, or the next tests meet it."""
        self.end()
        call_command("flush", interactive=False, verbosity=0)

    def arrived(self) -> list[str]:
        return self.log.read_text().split()

    def wait_for(self, count: int) -> None:
        """Until so many messages have arrived."""
        self.wait_until(lambda: len(self.arrived()) >= count)

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        while not is_so():
            assert time.monotonic() < self.ends, f"{len(self.arrived())} arrived: {states()}"
            time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def states() -> dict[str, int]:
    return dict(Counter(Message.objects.values_list("state", flat=True)))
