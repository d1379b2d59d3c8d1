"""Send what the outbox holds to a mail server of the test's own, and say what arrived."""

from datetime import datetime

from django.test import override_settings

from outbox import sending
from tests.outbox.mailserver import mail_server


def sent(*, now: datetime, stream: str = "letter") -> list[str]:
    """The subjects of what left, in the order in which it arrived."""
    with mail_server() as server, override_settings(EMAIL_HOST="127.0.0.1", EMAIL_PORT=server.port):
        sending.send_due(stream=stream, clock=lambda: now)
        return [str(mail["Subject"]) for mail in server.mails]
