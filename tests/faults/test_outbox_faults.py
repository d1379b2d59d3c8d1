"""Workers die and the mail server restarts in the middle of a run: nothing is lost, nothing silently doubled.

Real processes on a real database file or server, because a lost commit cannot be acted.
"""

import os
import random
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from outbox.holding import release
from outbox.models import Message
from outbox.queueing import Row, enqueue_many
from outbox.recovering import recover
from tests.outbox.factories import register_notes

ROOT = Path(__file__).resolve().parents[2]
MESSAGES = 200
KILLS = 6
DEADLINE = 35.0

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


class House:
    """The processes of one run: workers, a mail server, and what the mail server's log says."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "mail.log"
        self.log.touch()
        self.port = free_port()
        self.ends = time.monotonic() + DEADLINE
        self.processes: list[subprocess.Popen] = []
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.port}",
            "OUTCRY_FAULTS_KEYRING": str(settings.OUTCRY_KEYRING),
            "OUTCRY_FAULTS_DATABASE": str(connection.settings_dict["NAME"]),
        }

    def start(self, *command: str) -> subprocess.Popen:
        process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=self.environment)
        self.processes.append(process)
        return process

    def worker(self) -> subprocess.Popen:
        return self.start("manage.py", "send_due", "--stream", "letter", "--loop", "--every", "0.1")

    def mail_server(self) -> subprocess.Popen:
        return self.start("-m", "tests.faults.mailserver", str(self.port), str(self.log))

    def kill(self, process: subprocess.Popen) -> None:
        process.kill()
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
        for process in self.processes:
            self.kill(process)

    def arrived(self) -> list[str]:
        return self.log.read_text().split()

    def wait_for(self, count: int) -> None:
        """Until so many messages have arrived."""
        while len(self.arrived()) < count:
            assert time.monotonic() < self.ends, f"only {len(self.arrived())} of {count} arrived: {states()}"
            time.sleep(0.02)


@pytest.fixture
def house(tmp_path):
    register_notes()
    house = House(tmp_path)
    yield house
    house.end()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def states() -> dict[str, int]:
    return dict(Counter(Message.objects.values_list("state", flat=True)))


def test_killed_workers_and_a_restarted_mail_server_lose_no_letter(house):
    rows = [Row(f"note:{n}", f"amara{n}@supporter.example", {"subject": f"No. {n}"}) for n in range(MESSAGES)]
    enqueue_many(kind="note_letter", rows=rows, now=timezone.now())
    server = house.mail_server()
    house.worker()
    house.worker()
    for kill in range(KILLS):
        house.wait_for((kill + 1) * 22)
        house.kill(house.worker_with_a_letter_in_hand())
        house.worker()
        if kill == KILLS // 2:
            house.kill(server)
            server = house.mail_server()

    while states().get("sent") != MESSAGES:
        assert time.monotonic() < house.ends, states()
        recover(now=timezone.now())
        for message in Message.objects.filter(state="held"):
            release(message, by=None, reason="Sent again by a person's decision.", now=timezone.now())
        time.sleep(0.2)

    arrived = Counter(house.arrived())
    assert set(arrived) == set(Message.objects.values_list("message_id", flat=True))
    assert len(arrived) == MESSAGES
    # One repeat for each kill at most: the mail server's own counts as one.
    assert sum(arrived.values()) - MESSAGES <= KILLS + 1
