"""Read settings from the environment; say what is wrong in one sentence, with the next step.

The environment may be put into a file: `outcry.env` beside manage.py, or the file that
OUTCRY_ENV_FILE names. What stands in the real environment wins over the file.
"""

import os
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

env = Env()
# A connection serves the requests of a thread for so long (config/serving.py), and is asked first whether it still lives.
SECONDS_TO_KEEP = 60


def read_env_file(root: Path) -> None:
    named = os.environ.get("OUTCRY_ENV_FILE")
    path = Path(named) if named else root / "outcry.env"
    if path.is_file():
        env.read_env(path, recurse=False)
    elif named:
        raise ImproperlyConfigured(
            f"OUTCRY_ENV_FILE names {named}, which is not a file. Name one that exists, or unset it."
        )


def database(url: str | None, *, sqlite_file: Path) -> dict:
    """Return Django's DATABASES["default"] for a database URL, or the embedded SQLite file when there is none."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": sqlite_file,
            "CONN_MAX_AGE": SECONDS_TO_KEEP,
            "OPTIONS": {
                # A write lock taken at BEGIN never deadlocks on upgrade (sqlite.org/lang_transaction.html).
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    try:
        parsed = dj_database_url.parse(url, conn_max_age=SECONDS_TO_KEEP, conn_health_checks=True)
    except Exception as error:
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read. Write it as postgres://user:password@host:5432/name, with special characters percent-encoded."
        ) from error
    if parsed.get("ENGINE") == "django.db.backends.postgresql":
        # A database that does not answer should be an error soon, not a page that hangs.
        parsed.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    return dict(parsed)


def required(name: str, why: str) -> str:
    value = env.str(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {why}")
    return value


def read(reader, name: str, default, form: str):
    """Read one value through an environs reader; on a value of the wrong form name the setting and the form."""
    try:
        return reader(name, default)
    except EnvError as error:
        raise ImproperlyConfigured(f"{name} must be {form}, but it is {env.str(name, '')!r}.") from error
