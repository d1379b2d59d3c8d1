"""Load the seed files: `load_seeds`, or `load_seeds --dry-run` to see what it would do."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seeds.loading import FileReport, load
from seeds.rows import SeedError

WIDTH = 30  # of the bar
COLUMNS = 78  # of the line it stands in


class Command(BaseCommand):
    help = "Loads seeds/data into the database. Twice is as good as once; what staff edited is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen, and change nothing"
        )

    def handle(self, *args: Any, dry_run: bool = False, **options: Any) -> None:
        self.verbosity = options.get("verbosity", 1)
        try:
            reports = load(dry_run=dry_run, progress=self.say, step=self.draw)
        except SeedError as error:
            raise CommandError(f"{error} Nothing was loaded.") from error
        finally:
            self.wipe()
        created, changed, same = (
            sum(getattr(one, name) for one in reports) for name in ("created", "changed", "same")
        )
        kept = sum(len(one.kept) for one in reports)
        self.stdout.write(
            f"{len(reports)} files: {created} created, {changed} changed, {same + kept} left alone."
        )
        if dry_run:
            self.stdout.write("This was a dry run: nothing was changed.")

    def draw(self, done: int, of: int, doing: str) -> None:
        """One line that is drawn over itself, for a person who watches; logs and pipes get none of it."""
        if self.stderr.isatty():
            full = WIDTH * done // of
            line = f"[{'#' * full}{'.' * (WIDTH - full)}] {100 * done // of:3} % {doing}"
            self.stderr.write(f"\r{line[:COLUMNS]:<{COLUMNS}}", style_func=str, ending="")
            self.stderr.flush()

    def wipe(self) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{'':<{COLUMNS}}\r", style_func=str, ending="")
            self.stderr.flush()

    def say(self, report: FileReport) -> None:
        self.wipe()
        words = f"{report.file}: {report.created} created, {report.changed} changed, {report.same} the same"
        if report.kept:
            words += (
                f", {len(report.kept)} left alone because staff edited, reviewed, verified or deleted them"
            )
        if report.gone:
            words += f", {report.gone} no longer in the file (kept in the database)"
        self.stdout.write(words)
        if self.verbosity > 1:
            for row in report.kept:
                self.stdout.write(f"  left alone: {row}")
