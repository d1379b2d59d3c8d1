"""The hand brake: stop sending everything, or one stream, from a shell."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kit.refusals import Refused
from outbox.models import Switch
from outbox.pausing import pause, resume


class Command(BaseCommand):
    help = "Pause sending (everything, or one stream), or let it go on with --resume."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", default="everything", choices=dict(Switch.NAMES))
        parser.add_argument("--reason", default="", help="why, for the next person on duty")
        parser.add_argument("--resume", action="store_true")

    def handle(self, *, name: str, reason: str, **options: Any) -> None:
        try:
            if options["resume"]:
                resume(name=name, by=None, now=timezone.now())
            else:
                pause(name=name, by=None, reason=reason, now=timezone.now())
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"Sending of {name} {'goes on' if options['resume'] else 'is paused'}.")
