"""After a restore by other means than `restore`: erase once more whoever was erased since."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kit.refusals import Refused
from rights import erasure_list


class Command(BaseCommand):
    help = "Erase once more whoever is on the list of erasures and came back with an old backup. Twice is as good as once."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            erased = erasure_list.repeat(settings.OUTCRY_ERASURES, now=timezone.now())
        except Refused as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(f"{erased} people were erased once more.")
