"""A database with every migration applied, made once for a run of the gate and copied by whoever wants one of its own.

Applying all of them takes some ten seconds of a processor, and each worker of the suite, each benchmark and each
demonstration that a test starts would spend them again. Two variables say where the copies come from:

    TESTS_MIGRATED_FILE        an SQLite file
    TESTS_MIGRATED_DATABASE    a database on the server of DATABASE_URL, for CREATE DATABASE … TEMPLATE

Without them everybody migrates, as on a machine of one's own. Whoever starts from a copy runs `migrate` all the same:
it finds nothing to do, and would do what is missing.
"""

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
FILE, DATABASE = "TESTS_MIGRATED_FILE", "TESTS_MIGRATED_DATABASE"


def make_file(folder: Path) -> Path:
    """Migrate an SQLite database in `folder`; subprocess.CalledProcessError where a migration fails."""
    made = folder / "migrated.sqlite3"
    _migrate(f"sqlite:///{made}", folder)
    return made


@contextmanager
def made_database(url: str, folder: Path) -> Iterator[str]:
    """The name of a database that is migrated on the server of `url`, and dropped afterwards."""
    name = f"outcry_migrated_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    try:
        _migrate(urlunsplit(urlsplit(url)._replace(path=f"/{name}")), folder)
        yield name
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _migrate(url: str, scratch: Path) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--no-input", "--skip-checks"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": url,
            "TESTS_SCRATCH": str(scratch),
        },
        check=True,
    )


def copied_to(path: Path) -> bool:
    """Put a copy at `path`, where there is one to copy; say whether."""
    if given := os.environ.get(FILE):
        shutil.copyfile(given, path)
    return bool(given)
