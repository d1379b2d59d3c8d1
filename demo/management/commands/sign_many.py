from argparse import ArgumentParser
from time import time_ns

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from appeals.models import Appeal
from demo import crowd


class Command(BaseCommand):
    help = "Let invented people sign the demonstration's appeal, so that there are many letters to print."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("count", nargs="?", type=int, default=1_000)

    def handle(self, *, count: int, **options: object) -> None:
        if not settings.OUTCRY_DEMO:
            raise CommandError("Nobody is invented outside the demonstration: OUTCRY_DEMO is off here.")
        appeal = Appeal.objects.filter(state=Appeal.State.OPEN).order_by("pk").first()
        if appeal is None:
            raise CommandError("No appeal is open. Start the demonstration once: ./outcry demo.")
        done = crowd.sign(appeal=appeal, count=count, now=timezone.now(), seed=time_ns(), say=self._say)
        self.stdout.write(f"{done} people have signed. Their letters are made within seconds.")

    def _say(self, done: int) -> None:
        self.stdout.write(f"{done} have signed", ending="\r")
        self.stdout.flush()
