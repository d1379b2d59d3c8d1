from datetime import timedelta

from django.apps import AppConfig


class FaultsConfig(AppConfig):
    """In the started processes only: notes as kinds of message, and waits that a test can sit out."""

    name = "tests.faults"
    label = "tests_faults"

    def ready(self) -> None:
        from letters import making
        from outbox import claiming, recording, sending
        from tests.outbox.factories import register_notes

        register_notes()
        claiming.LEASE = sending.LEASE = timedelta(seconds=2)
        making.CLAIM = timedelta(seconds=5)
        recording.SHORT_GAP = sending.SHORT_GAP = timedelta(seconds=0.5)
