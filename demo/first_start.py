"""Fill the demonstration's database once; a stamp lets later starts skip it.

The stamp covers what the filling is made from: migrations, seed data, the preparing itself, the
database's address and the log-in. Each step may be repeated, so a start that was killed half way
is finished by the next one.
"""

import hashlib
import io
from collections.abc import Iterable
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.db import connection

from demo import environment

SOURCES = ("*/migrations/*.py", "seeds/**/*", "demo/preparing.py", "demo/first_start.py")


def stamp() -> str:
    digest = hashlib.sha256()
    for path in _files():
        digest.update(f"{path.relative_to(settings.BASE_DIR)}\0".encode() + path.read_bytes())
    name = {
        key: str(connection.settings_dict.get(key)) for key in ("ENGINE", "HOST", "PORT", "NAME", "OPTIONS")
    }
    digest.update(repr(name).encode() + environment.password(settings.OUTCRY_DEMO_DIR).encode())
    return digest.hexdigest()


def _files() -> Iterable[Path]:
    found = {path for pattern in SOURCES for path in settings.BASE_DIR.glob(pattern)}
    return sorted(path for path in found if path.is_file() and "__pycache__" not in path.parts)


def is_done() -> bool:
    path = settings.OUTCRY_DEMO_DIR / "filled"
    # The stamp is a file and the database may have been dropped beside it.
    return (
        path.is_file()
        and path.read_text() == stamp()
        and "django_migrations" in connection.introspection.table_names()
    )


def fill(*, now: datetime) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    make_login()
    if "load_seeds" in get_commands():
        call_command("load_seeds", stdout=io.StringIO())  # a line for each file would bury the address
    if find_spec("demo.preparing"):
        from demo import preparing

        preparing.prepare(now=now)
    (settings.OUTCRY_DEMO_DIR / "filled").write_text(stamp())


def make_login() -> None:
    """One member of staff who may see everything; the password is the one in the demonstration's folder."""
    password = environment.password(settings.OUTCRY_DEMO_DIR)
    users = get_user_model().objects
    user = users.filter(username=environment.LOGIN_NAME).first()
    if user is None:
        users.create_superuser(environment.LOGIN_NAME, "demo@outcry.example", password)
    elif not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
