"""What every test may ask for: a browser that is there or a reason, a broker, and no surprise from the shell's environment."""

import gc
import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from tests import lanes, migrated
from tests.broker import broker as run_broker
from tests.order import Scheduling, spread

if TYPE_CHECKING:
    from tests.pressed import Pages

# Playwright's own event loop runs in the test's thread; Django would refuse its database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# No test asserts seconds: a machine that is busy with something else is no fault of ours.
settings.register_profile("outcry", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("outcry")

# Thousands of tests are collected and stay to the end: have few collections of garbage, from the first import on.
gc.set_threshold(100_000, 50, 100)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NO_BROWSER = "no Chromium on this machine (Debian: apt-get install chromium)"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling | None:
    return Scheduling(config, log) if config.getvalue("dist") == "loadscope" else None


@pytest.hookimpl(trylast=True)  # pytest itself would bring all that asks for a browser to the front
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    config.stash[lanes.COLLECTED] = list(items)
    kept = lanes.chosen(items, os.environ.get(lanes.CHOSEN) or None)
    config.hook.pytest_deselected(items=list(set(items) - set(kept)))
    items[:] = spread(kept, name_of=lambda item: item.nodeid)
    if CHROMIUM:
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


def pytest_collection_finish(session: pytest.Session) -> None:
    """And let none of those few look through the tests again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def forget_pages_and_language() -> None:
    """What a page of the last story left behind: cached pages, and the language of its thread."""
    from django.core.cache import cache
    from django.utils import translation

    cache.clear()
    translation.deactivate()


@pytest.fixture(autouse=True)
def patches_are_known(
    request: pytest.FixtureRequest, pages_of_the_gate: "Pages | None", monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a test has patched something, nothing is put back from memory (tests/remembering.py, tests/pressed.py)."""
    from tests.remembering import PAST

    PAST.begin(patches=monkeypatch)
    if pages_of_the_gate:
        pages_of_the_gate.begin(patches=monkeypatch if lanes.asks_a_service(request.node) else None)


@pytest.fixture(scope="session")
def pages_of_the_gate() -> "Pages | None":
    from tests import pressed

    return pressed.kept()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix) -> None:
    """Where the gate has migrated a database: let this worker's begin as its copy."""
    from django.db import connection

    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get(migrated.DATABASE)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings, django_db_keepdb: bool) -> Iterator[bool]:
    from django.db import connection

    if connection.vendor == "sqlite" and migrated.copied_to(connection.settings_dict["TEST"]["NAME"]):
        yield True
        connection.close()  # a database that is kept is not closed either, and the file goes with the scratch
    else:
        yield django_db_keepdb


@pytest.fixture(autouse=True, scope="session")
def tables_can_be_emptied() -> None:
    """Stories that commit empty every table afterwards, also the trail, which on SQLite refuses that (trail/migrations)."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    operations = type(connection.ops)
    empty = operations.execute_sql_flush
    trigger = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'trail_entry_no_delete'"

    def empty_all(self: Any, statements: list[str]) -> None:
        with self.connection.cursor() as cursor:
            kept = cursor.execute(trigger).fetchall()
        empty(self, ["DROP TRIGGER IF EXISTS trail_entry_no_delete", *statements, *(sql for (sql,) in kept)])

    operations.execute_sql_flush = empty_all


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Debian's Chromium in place of a downloaded one, talking to nobody but the page under test."""
    quiet = [
        "--disable-dev-shm-usage",  # containers give /dev/shm 64 MB, which a page can fill
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-sync",
        "--no-first-run",
    ]
    if os.geteuid() == 0:
        quiet.append("--no-sandbox")  # Chromium's sandbox refuses root
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": quiet}


@pytest.fixture(scope="session")
def broker_url() -> Iterator[str]:
    """A broker for tests that need a real one: REDIS_URL if given, else one of our own.

    Several processes of a suite have each their own: queues have the same names, and one story flushes all of them.
    """
    given, is_one_of_many = os.environ.get("REDIS_URL"), "PYTEST_XDIST_WORKER" in os.environ
    if given and not is_one_of_many:
        yield given
        return
    with run_broker() as url:
        url = url or given
        if url is None:
            pytest.skip("no Valkey or Redis for this platform; set REDIS_URL")
        yield url
