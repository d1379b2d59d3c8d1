"""Write a backup: one sealed file, which the key ring opens and which does not hold it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.backing_up import back_up
from rights import erasure_list


class Command(BaseCommand):
    help = "Write database and pictures into one file, sealed with the key ring. Work goes on meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a file that is not there yet")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            # It makes the list where nobody was erased yet: a restore asks for one.
            erasure_list.catch_up(settings.OUTCRY_ERASURES)
            done = back_up(file, now=timezone.now())
        except OSError as error:
            raise CommandError(
                f"{file} cannot be written: {error.strerror or 'it is there already'}."
            ) from error
        self.stdout.write(
            f"{done['rows']} rows and {done['files']} files are in {file}. It opens with this key ring only."
        )
