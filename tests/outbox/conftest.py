import pytest
from django.conf import LazySettings

from tests.outbox.factories import register_notes
from tests.outbox.mailserver import MailServer, mail_server


@pytest.fixture(autouse=True, scope="session")
def _notes():
    register_notes()


@pytest.fixture(autouse=True)
def _nobody_is_grounded(monkeypatch: pytest.MonkeyPatch):
    """Ports are used again: what one test's server did must not count against the next one's."""
    monkeypatch.setattr("outbox.transports.grounding._grounded", {})


@pytest.fixture
def server(settings: LazySettings) -> MailServer:
    with mail_server() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server
