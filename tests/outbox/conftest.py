import pytest

from tests.outbox.factories import register_notes


@pytest.fixture(autouse=True, scope="session")
def _notes():
    register_notes()
