from pathlib import Path

import pytest

from appeals.models import Appeal
from tests import people


@pytest.fixture
def appeal(db) -> Appeal:
    people.an_embassy(country="GB")
    return people.an_open_appeal()


@pytest.fixture
def prints(settings, tmp_path) -> Path:
    """Print files in a folder of the test's own."""
    folder = tmp_path / "prints"
    options = {**settings.STORAGES["prints"]["OPTIONS"], "location": folder}
    settings.STORAGES = {**settings.STORAGES, "prints": {**settings.STORAGES["prints"], "OPTIONS": options}}
    return folder
