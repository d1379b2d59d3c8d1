"""Read a Postfix log for what became of our messages after the mail server took them."""

import sys
from pathlib import Path
from typing import Any

from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from outbox.postfix_log import read
from outbox.reading_logs import LogError, read_file


class Command(BaseCommand):
    requires_system_checks = [Tags.security]
    help = "Note what a Postfix log says of our messages, from where it was read last. - reads standard input, without a place."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("logs", nargs="+", help="log files, the oldest first, or - for standard input")

    def handle(self, *, logs: list[str], **_: Any) -> None:
        noted = 0
        for name in logs:
            try:
                now = timezone.now()
                noted += read(sys.stdin, now=now) if name == "-" else read_file(Path(name), now=now)
            except LogError as error:
                raise CommandError(str(error)) from error
        self.stdout.write(f"{noted} new")
