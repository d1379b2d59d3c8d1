"""Send what is due: once, or with --loop until told to stop. For a machine without Celery, and for a look."""

import signal
import time
from typing import Any

from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from outbox.recovering import recover
from outbox.sending import send_due
from outbox.states import Stream


class Command(BaseCommand):
    # Sending needs the key ring, not Pango: letters have been rendered before.
    requires_system_checks = [Tags.security]
    help = "Send the messages that are due, and tidy up behind workers that died."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--stream", choices=Stream.values, help="only this stream; without it all, one after the other"
        )
        parser.add_argument("--loop", action="store_true", help="go on until SIGTERM or Ctrl-C")
        parser.add_argument("--every", type=float, default=1.0, help="seconds between two looks with --loop")

    def handle(self, *, stream: str | None, loop: bool, every: float, **_: Any) -> None:
        stopping: list[int] = []
        if loop:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda got, _frame: stopping.append(got))
        while True:
            recover(now=timezone.now())
            for name in [stream] if stream else Stream.values:
                counts = send_due(stream=name)
                if counts:
                    self.stdout.write(
                        f"{name}: " + ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))
                    )
            if not loop or stopping:
                return
            close_old_connections()
            time.sleep(every)
