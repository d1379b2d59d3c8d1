"""Read a backup into an empty database, or with --check only read it."""

from pathlib import Path
from typing import Any

from django.conf import settings
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
        parser.add_argument(
            "--without-erasures",
            action="store_true",
            help="although nobody knows who was erased since: the list is lost, or there never was one",
        )

    def handle(self, *args: Any, file: Path, check: bool, without_erasures: bool, **options: Any) -> None:
        erasures = None if without_erasures else settings.OUTCRY_ERASURES
        try:
            if check:
                found = look(file)
                self.stdout.write(f"Whole: {found['rows']} rows and {found['files']} files of {found['at']}.")
                return
            done = restore(file, erasures=erasures, now=timezone.now())
        except (NotABackup, Refused, WrongKey) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        self.stdout.write(
            f"{done['rows']} rows and {done['files']} files are back, and {done['erased']} people who were erased since are "
            f"erased once more. Nothing leaves: look at the desk under Sending, "
            "compare with the mail server's log, and let things go on."
        )
