"""Take in mail that came to our addresses: from the mailboxes of OUTCRY_INTAKE_URL, or one mail from standard input."""

import sys
from typing import Any

from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from kit.received_mail import MOST_BYTES
from outbox.fetching import fetch_all
from outbox.intake import take_in
from outbox.mail_sources.base import SourceError

# sysexits(3): the mail server keeps the mail and tries again.
TRY_AGAIN = 75


class Command(BaseCommand):
    requires_system_checks = [Tags.security]
    help = "Take in bounces, complaints and answers from the mailboxes, once. With --stdin: one mail, as from a pipe of the mail server."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stdin", action="store_true", help="read one mail from standard input")

    def handle(self, *, stdin: bool, **_: Any) -> None:
        if stdin:
            try:
                row = take_in(sys.stdin.buffer.read(MOST_BYTES + 1), came_through="pipe", now=timezone.now())
            except DatabaseError as error:
                raise CommandError(
                    f"The mail was not kept: {type(error).__name__}.", returncode=TRY_AGAIN
                ) from error
            self.stdout.write(f"{row.sort if row else 'again'}: 1")
            return
        try:
            counts = fetch_all(clock=timezone.now)
        except SourceError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            ", ".join(f"{name}: {count}" for name, count in sorted(counts.items())) or "nothing"
        )
