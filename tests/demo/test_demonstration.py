"""The real thing: started as a person starts it, walked through, and ended in every way."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from demo import addresses
from demo.walk import left_running
from tests import migrated

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(
        bool(os.environ.get("DATABASE_URL")), reason="runs in the SQLite lane, on a folder of its own"
    ),
]


def clean_environment(**more: str) -> dict[str, str]:
    ours = ("OUTCRY_", "DJANGO_", "DATABASE_URL", "REDIS_URL", "EMAIL_URL")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | more


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    migrated.copied_to(folder / "outcry.sqlite3")
    return folder


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_however_it_ends_no_process_is_left(folder, number):
    (port,) = addresses.free_ports(1)
    addresses.forget(folder)
    started = subprocess.Popen(
        [sys.executable, "-m", "demo", "demo", "--port", str(port)],
        cwd=ROOT,
        env=clean_environment(OUTCRY_DEMO_DIR=str(folder)),
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: bool(addresses.read(folder)))
        assert addresses.read(folder)["OUTCRY_URL"] == f"http://127.0.0.1:{port}"
        # The supervisor, and for each of its five children a leash and the child.
        wait_until(lambda: len(left_running(folder)) >= 11)
        started.send_signal(number)
        assert started.wait(30) == (-9 if number == signal.SIGKILL else 0)
    finally:
        started.kill()
        started.wait()
    wait_until(lambda: left_running(folder) == [])
    assert addresses.is_free(port) is True


def test_a_walk_from_signing_to_the_delivered_letter():
    walked = subprocess.run(
        [sys.executable, "-m", "demo", "demo", "--check"],
        cwd=ROOT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert [line for line in walked.stdout.splitlines() if not line.startswith("ok ")] == []
    assert (walked.returncode, walked.stderr) == (0, "")


def wait_until(condition, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)
