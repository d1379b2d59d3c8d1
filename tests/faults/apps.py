import os
from datetime import timedelta

from django.apps import AppConfig


class FaultsConfig(AppConfig):
    """In the started processes only: notes as kinds of message, and waits and ticks that a test can sit out."""

    name = "tests.faults"
    label = "tests_faults"

    def ready(self) -> None:
        from config.celery import app
        from letters import making, printing
        from outbox import claiming, recording, recovering, sending
        from tests.outbox.factories import register_notes

        register_notes()
        lease = float(os.environ.get("OUTCRY_FAULTS_LEASE", "2"))
        claiming.LEASE = sending.LEASE = timedelta(seconds=lease)
        making.CLAIM = printing.LEASE = timedelta(seconds=2)
        recording.SHORT_GAP = sending.SHORT_GAP = timedelta(seconds=0.5)
        recording.DOUBT_GAP = recovering.DOUBT_GAP = timedelta(seconds=0.5)
        recording.GAPS = tuple(minutes / 200 for minutes in recording.GAPS)  # a minute is a third of a second
        on_the_way = ("letters.", "outbox.send_letters", "outbox.recover")
        app.conf.beat_schedule = {
            name: {**tick, "schedule": 0.7, "options": {"expires": 2}}
            for name, tick in app.conf.beat_schedule.items()
            if tick["task"].startswith(on_the_way)
        }
