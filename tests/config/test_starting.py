"""A wrong key ring means no start, of the web as of a worker; a database that is away is waited for."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection

from config import starting
from kit.encryption import new_ring
from supporters.identity import keep
from tests.people import NOW


@pytest.mark.django_db
def test_the_ring_of_another_database_stops_the_start(settings, tmp_path):
    keep(email="amara@example.org", language="en", now=NOW)
    starting.refuse_wrong_key_ring()
    settings.OUTCRY_KEYRING = tmp_path / "other"
    settings.OUTCRY_KEYRING.write_text(new_ring())
    with pytest.raises(ImproperlyConfigured, match="The key ring does not open"):
        starting.refuse_wrong_key_ring()


@pytest.mark.django_db
def test_a_ring_that_is_gone_stops_the_start(settings, tmp_path):
    settings.OUTCRY_KEYRING = tmp_path / "gone"
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        starting.refuse_wrong_key_ring()


def test_a_database_that_is_away_does_not(monkeypatch):
    def away(**_):
        raise OperationalError("away")

    monkeypatch.setattr(starting, "ring_fits_database", away)
    starting.refuse_wrong_key_ring()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "command",
    [
        ["-c", "import config.asgi"],
        ["-c", "import config.wsgi"],
        ["-m", "celery", "-A", "config", "worker", "--pool", "solo"],
    ],
)
def test_no_door_opens_with_a_wrong_ring(command, tmp_path):
    keep(email="amara@example.org", language="en", now=NOW)
    (tmp_path / "ring").write_text(new_ring())
    ended = subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "OUTCRY_FAULTS_KEYRING": str(tmp_path / "ring"),
            "OUTCRY_FAULTS_DATABASE": str(connection.settings_dict["NAME"]),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 1
    assert "The key ring does not open supporters.Supporter.email." in ended.stderr.splitlines()[-1]
