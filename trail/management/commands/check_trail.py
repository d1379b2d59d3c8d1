from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from trail import checking


class Command(BaseCommand):
    help = "Walk the trail of what the staff did; say whether anything was changed or taken out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--expect", default="", help="the end that an earlier run printed, NUMBER:HASH")

    def handle(self, *args: Any, **options: Any) -> None:
        is_whole = True
        for fault in checking.faults(expected=options["expect"]):
            self.stderr.write(fault)
            is_whole = False
        if not is_whole:
            raise CommandError("The trail is not whole.")
        self.stdout.write(f"The trail is whole. Note its end outside of this machine: {checking.end()}")
