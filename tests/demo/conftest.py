"""A mailbox that is really running, and the pages that read it."""

import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from demo.addresses import HOST, free_ports

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def pages(settings, tmp_path: Path, client):
    """The client of the /mail/ pages over a mailbox in `tmp_path`."""
    settings.ROOT_URLCONF = "tests.demo.urls"
    settings.OUTCRY_DEMO_DIR = tmp_path
    return client


@pytest.fixture
def start_mailbox(tmp_path: Path) -> Iterator[Callable[[int], subprocess.Popen]]:
    started = []

    def start(port: int) -> subprocess.Popen:
        command = [sys.executable, "-m", "demo.mailbox", str(port), str(tmp_path / "mail")]
        started.append(subprocess.Popen(command, cwd=ROOT))
        for _ in range(200):
            try:
                smtplib.SMTP(HOST, port, timeout=5).close()
            except OSError:
                time.sleep(0.05)
            else:
                return started[-1]
        raise AssertionError("the mailbox did not open its port")

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def mailbox_port(start_mailbox) -> int:
    (port,) = free_ports(1)
    start_mailbox(port)
    return port
