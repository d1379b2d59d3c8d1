"""Forget by schedule now: what a night does. With --dry-run only say how much it would be; with --register what is kept until when."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from kit.personal import table
from rights import retention


class Command(BaseCommand):
    help = "Forget what is over its term, as every night; --dry-run only counts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, and touch nothing")
        parser.add_argument(
            "--register", action="store_true", help="print what is kept, whose it is and until when"
        )

    def handle(self, *args: Any, dry_run: bool, register: bool, **options: Any) -> None:
        if register:
            self.stdout.write(table(), ending="")
            return
        now = timezone.now()
        if dry_run:
            lines = retention.planned(now=now)
            for line in lines:
                self.stdout.write(f"{line.rows:>8}  {line.what}: {line.columns}")
            self.stdout.write(
                f"{sum(line.rows for line in lines)} rows are over their term; nothing was touched."
            )
            return
        run = retention.forget(now=now, clock=timezone.now)
        total = 0
        for model, of_model in run.removed.items():
            for columns, rows in of_model.items():
                total += rows
                self.stdout.write(f"{rows:>8}  {model}: {columns}")
        self.stdout.write(f"{total} rows were forgotten.")
