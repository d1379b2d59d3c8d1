import pytest
from django.core.checks import run_checks
from django.utils import timezone

from config import checks
from kit.encryption import new_ring
from supporters.models import Supporter


def test_everything_is_in_place():
    assert run_checks() == []


def test_missing_pango_names_what_to_install(monkeypatch):
    monkeypatch.setattr(checks.ctypes.util, "find_library", lambda name: None)
    monkeypatch.setattr(checks, "_loads", lambda name: False)
    monkeypatch.setattr(checks.sys, "platform", "linux")

    (error,) = checks.pango_is_there()

    assert (error.id, error.msg) == ("outcry.E001", "Letters cannot be made: Pango is missing.")
    assert error.hint == "Install it: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def test_a_missing_key_ring_is_an_error(settings, tmp_path):
    settings.OUTCRY_KEYRING = tmp_path / "gone"

    assert [error.id for error in checks.key_ring_can_be_read()] == ["outcry.E002"]


@pytest.mark.parametrize(("demo", "ids"), [(True, ["outcry.E003"]), (False, [])])
def test_the_demonstration_is_not_deployed(settings, demo, ids):
    settings.OUTCRY_DEMO = demo

    assert [error.id for error in checks.demonstration_is_not_deployed()] == ids


@pytest.mark.parametrize(
    ("contact", "ids"),
    [
        ("", ["outcry.W001"]),
        ("ask us", ["outcry.W001"]),
        ("team@group.example", []),
        ("https://group.example", []),
    ],
)
def test_readers_can_reach_somebody(settings, contact, ids):
    settings.OUTCRY_CONTACT = contact

    assert [warning.id for warning in checks.readers_can_reach_somebody()] == ids


def test_the_ring_of_another_database_stops_the_start(db, settings, tmp_path):
    Supporter.objects.create(
        email="amara@mail.example", email_index="a" * 64, mailbox_index="b" * 64, created_at=timezone.now()
    )
    assert checks.ring_fits_database(databases=["default"]) == []

    settings.OUTCRY_KEYRING = tmp_path / "other"
    settings.OUTCRY_KEYRING.write_text(new_ring())

    (error,) = checks.ring_fits_database(databases=["default"])
    assert (error.id, error.msg) == ("outcry.E004", "The key ring does not open supporters.Supporter.email.")
