"""A whole demonstration of its own, started as a person starts it, for the stories that a browser walks."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo import addresses, environment
from tests import migrated

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90


@dataclass(frozen=True)
class Demonstration:
    url: str
    password: str
    folder: Path

    def manage(self, *words: str) -> None:
        """A management command in this demonstration."""
        surroundings = {
            **of_the_machine(),
            "OUTCRY_ENV_FILE": str(self.folder / "demo.env"),
            "OUTCRY_DEMO": "true",
            "OUTCRY_DEMO_DIR": str(self.folder),
        }
        subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=surroundings,
            check=True,
            stdout=subprocess.DEVNULL,
        )


def of_the_machine() -> dict[str, str]:
    """Its environment without what belongs to the suite."""
    ours = ("OUTCRY_", "DJANGO_", "DATABASE_URL", "REDIS_URL", "EMAIL_URL")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory) -> Iterator[Demonstration]:
    """One for each file: a story that corrects an office or leaves a letter in its queue changes what others would see."""
    folder = tmp_path_factory.mktemp("demonstration")
    migrated.copied_to(folder / "outcry.sqlite3")
    (port,) = addresses.free_ports(1)
    started = subprocess.Popen(
        [sys.executable, "-m", "demo", "demo", "--port", str(port)],
        cwd=ROOT,
        env={**of_the_machine(), "OUTCRY_DEMO_DIR": str(folder)},
        stdout=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not addresses.read(folder):
            assert started.poll() is None
            assert time.monotonic() < deadline, "the demonstration did not start"
            time.sleep(0.1)
        yield Demonstration(f"http://{addresses.HOST}:{port}", environment.password(folder), folder)
    finally:
        started.terminate()
        started.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where pictures go: var/pictures, or docs/pictures when OUTCRY_PICTURES says that the tour wants new ones."""
    folder = ROOT / ("docs" if os.environ.get("OUTCRY_PICTURES") else "var") / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
