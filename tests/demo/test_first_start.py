"""The database is filled once; what it was filled from decides whether it is filled again."""

import pytest
from django.contrib.auth import authenticate
from django.utils import timezone

from demo import environment, first_start


@pytest.fixture
def folder(settings, tmp_path, monkeypatch):
    settings.OUTCRY_DEMO_DIR = tmp_path
    environment.make(tmp_path)
    monkeypatch.setattr(first_start, "get_commands", dict)
    monkeypatch.setattr(first_start, "find_spec", lambda name: None)
    return tmp_path


@pytest.mark.django_db
def test_the_second_start_finds_everything_done(folder):
    assert first_start.is_done() is False
    first_start.fill(now=timezone.now())
    assert first_start.is_done() is True


@pytest.mark.django_db
def test_changed_facts_are_filled_in_again(folder, monkeypatch):
    first_start.fill(now=timezone.now())
    monkeypatch.setattr(first_start, "SOURCES", (*first_start.SOURCES, "manage.py"))
    assert first_start.is_done() is False


@pytest.mark.django_db
def test_the_password_that_is_printed_opens_the_desk(folder):
    first_start.fill(now=timezone.now())
    (folder / "password").write_text("another password")
    assert first_start.is_done() is False
    first_start.fill(now=timezone.now())
    user = authenticate(username=environment.LOGIN_NAME, password="another password")
    assert user.is_superuser is True


def test_secrets_are_made_once_and_for_this_user_alone(tmp_path):
    folder = tmp_path / "demo"
    env_file = environment.make(folder)
    before = {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}
    assert sorted(before) == ["demo.env", "keyring", "password"]
    assert environment.make(folder) == env_file
    assert {path.name: path.read_text() for path in folder.iterdir() if path.is_file()} == before
    assert {path.stat().st_mode & 0o077 for path in [folder, *folder.iterdir()]} == {0}
