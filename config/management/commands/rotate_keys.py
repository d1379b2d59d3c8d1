"""Seal everything anew under the first key of the ring. May be interrupted at any moment and begun again; work goes on meanwhile."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kit.encryption import WrongKey
from kit.rotating import rotate, sealed_columns, waiting
from letters.handover_files import seal_anew


class Command(BaseCommand):
    help = "Seal everything anew under the first seal key of the key ring; the others can be taken out afterwards."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count what is sealed under other keys")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        columns = sealed_columns()
        if dry_run:
            counts = {column: waiting(column) for column in columns}
            for column, many in counts.items():
                self.stdout.write(f"{many:>10}  {column}")
            self.stdout.write(f"{sum(counts.values())} values are sealed under other keys than the first.")
            return
        try:
            # Rows that are copied while this runs bring an old key along (letters/freezing.py): until none is left.
            while total := {column: many for column in columns if (many := waiting(column))}:
                for column, many in total.items():
                    self._rotate(column, many)
            files = seal_anew()
        except WrongKey as error:
            raise CommandError(
                f"{error} Nothing was lost: put its key back into the ring and run this again."
            ) from error
        self.stdout.write(f"{files} files of handovers were sealed anew.")
        self.stdout.write(
            "Everything is sealed under the first key. The other seal lines can be taken out of the ring."
        )

    def _rotate(self, column: Any, many: int) -> None:
        done = 0
        for piece in rotate(column):
            done += piece
            self.stdout.write(f"{column}: {done} of {many}")
            self.stdout.flush()
