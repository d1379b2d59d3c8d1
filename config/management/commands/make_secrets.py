"""Write the two files without which Outcry does not start: outcry.env and the key ring.

Runs before there are settings (manage.py knows), because it writes what the settings require.
"""

import os
import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kit.encryption import new_ring

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = """\
# Settings of this Outcry; docs/operate.md explains each. Readable by its own user only.
OUTCRY_SECRET_KEY={secret}
OUTCRY_KEYRING={ring}
# OUTCRY_URL=https://appeals.example.org
# OUTCRY_HOSTS=appeals.example.org
# DATABASE_URL=postgres://outcry:password@127.0.0.1:5432/outcry
# REDIS_URL=redis://127.0.0.1:6379/0
# EMAIL_URL=submission://user:password@mail.example.org:587
"""


class Command(BaseCommand):
    help = "Write outcry.env and outcry.keyring with new secrets. Never writes over a file."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--directory", type=Path, default=ROOT, help="where to write them (default: beside manage.py)"
        )

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        ring, environment = directory.resolve() / "outcry.keyring", directory.resolve() / "outcry.env"
        there = [str(path) for path in (ring, environment) if path.exists()]
        if there:
            # A second ring would make everything sealed under the first one unreadable.
            raise CommandError(
                f"{' and '.join(there)} exists already. Nothing was written; move it away first if you mean it."
            )
        try:
            write_private(ring, new_ring())
            write_private(environment, ENVIRONMENT.format(secret=secrets.token_urlsafe(50), ring=ring))
        except OSError as error:
            raise CommandError(
                f"{error.filename} cannot be written ({error.strerror}). Choose another --directory."
            ) from error
        self.stdout.write(
            f"Wrote {environment} and {ring}. Keep a copy of the key ring apart from the database."
        )


def write_private(path: Path, text: str) -> None:
    # O_EXCL: between the look and the write somebody else may have made the file.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
