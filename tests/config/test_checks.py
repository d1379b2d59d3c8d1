import pytest
from django.core.checks import run_checks
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
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


def test_a_database_between_two_versions_is_told_where_to_go_first(db):
    assert checks.database_stands_at_a_step(databases=["default"]) == []

    MigrationRecorder(connection).record_unapplied("letters", "0014_mark_of_footing")

    (error,) = checks.database_stands_at_a_step(databases=["default"])
    assert (error.id, error.msg) == (
        "outcry.E008",
        "The tables of letters stand between two versions of Outcry.",
    )
    assert error.hint == "Check out commit bddaee0, run migrate there, and come back."


def test_a_database_with_the_steps_of_before_goes_on(db):
    """What is recorded before this version's own file: its replaced steps, all of them, and nothing of its name."""
    from django.db.migrations.executor import MigrationExecutor

    files = [
        key for key, found in MigrationExecutor(connection).loader.disk_migrations.items() if found.replaces
    ]
    for key in files:
        MigrationRecorder(connection).record_unapplied(*key)

    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    assert checks.database_stands_at_a_step(databases=["default"]) == []
