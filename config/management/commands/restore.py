"""Read a backup into an empty database, or with --check only read it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.backup_file import NotABackup
from config.restoring import look, restore
from kit.encryption import WrongKey
from kit.refusals import Refused


class Command(BaseCommand):
    help = "Read a backup into an empty, migrated database. Everything waits for a person afterwards."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="read all of it and change nothing")

    def handle(self, *args: Any, file: Path, check: bool, **options: Any) -> None:
        try:
            if check:
                found = look(file)
                self.stdout.write(f"Whole: {found['rows']} rows and {found['files']} files of {found['at']}.")
                return
            done = restore(file, now=timezone.now())
        except (NotABackup, Refused, WrongKey) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        self.stdout.write(
            f"{done['rows']} rows and {done['files']} files are back. Nothing leaves: look at the desk under Sending, "
            "compare with the mail server's log, and let things go on."
        )
