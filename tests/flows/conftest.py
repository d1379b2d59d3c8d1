"""A whole demonstration of its own, started as a person starts it, for the stories that a browser walks."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partialmethod
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from demo import addresses, environment
from tests import lanes, migrated, order

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


@contextmanager
def running(folder: Path) -> Iterator[Demonstration]:
    """Start one in `folder` and follow it to its end."""
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


@dataclass
class Sharing:
    """The demonstration that runs now, and the files whose walks share it."""

    files: tuple[str, ...] = ()
    demonstration: Demonstration | None = None
    until: ExitStack = field(default_factory=ExitStack)

    def end(self) -> None:
        self.until.close()
        self.files, self.demonstration = (), None


@pytest.fixture(scope="session")
def sharing() -> Iterator[Sharing]:
    now = Sharing()
    yield now
    now.end()


@pytest.fixture(scope="module")
def demonstration(
    request: pytest.FixtureRequest, sharing: Sharing, tmp_path_factory
) -> Iterator[Demonstration]:
    """Shared by walks that leave each other alone (tests/order.py), and otherwise one for each file."""
    file = request.node.nodeid
    if file not in sharing.files or sharing.demonstration is None:
        sharing.end()
        folder = tmp_path_factory.mktemp("demonstration")
        sharing.demonstration = sharing.until.enter_context(running(folder))
        sharing.files = order.shared_with(file)
    yield sharing.demonstration
    if file == sharing.files[-1]:
        sharing.end()


@pytest.fixture(autouse=True, scope="session")
def pictures_are_for_people() -> Iterator[None]:
    """A page is whole before its picture is taken. The gate, where nobody looks at pictures, takes none: each costs half a second."""
    take = Page.screenshot
    wanted = bool(os.environ.get("OUTCRY_PICTURES")) or not os.environ.get(lanes.CHOSEN)

    def screenshot(page: Page, **how: Any) -> bytes:
        page.wait_for_load_state()
        return take(page, **how) if wanted else b""

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Page, "screenshot", screenshot)
        yield


@pytest.fixture(autouse=True, scope="session")
def nothing_moves_by_itself() -> Iterator[None]:
    """Walks are readers who asked for less motion: a page that scrolls smoothly is drawn sixty times before a button is pressed."""
    with pytest.MonkeyPatch.context() as patch:
        for opens in ("new_context", "new_page"):
            patch.setattr(Browser, opens, partialmethod(getattr(Browser, opens), reduced_motion="reduce"))
        yield


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where pictures go: var/pictures, or docs/pictures when OUTCRY_PICTURES says that the tour wants new ones."""
    folder = ROOT / ("docs" if os.environ.get("OUTCRY_PICTURES") else "var") / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
