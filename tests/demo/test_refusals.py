"""What is wrong is said in one sentence with the next step, before anything is started."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import Error

from demo import refusals
from demo.addresses import HOST, free_ports

ROOT = Path(__file__).resolve().parents[2]


def reasons(**changes) -> list[str]:
    return list(refusals.reasons(**{"host": HOST, "port": None, "given": set(), **changes}))


def start(tmp_path: Path, *words: str, **environment: str) -> subprocess.CompletedProcess:
    """Run the demonstration's command; every refusal ends it before a child is started."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("OUTCRY_", "DJANGO_"))}
    for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL"):
        clean.pop(name, None)
    return subprocess.run(
        [sys.executable, "-m", "demo", "demo", *words],
        cwd=ROOT,
        env={**clean, "OUTCRY_DEMO_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.django_db
def test_all_is_well_and_nothing_is_said(monkeypatch):
    monkeypatch.setattr(refusals, "run_checks", lambda tags: [])
    assert reasons() == []


@pytest.mark.django_db
def test_another_machine_is_not_served(monkeypatch):
    monkeypatch.setattr(refusals, "run_checks", lambda tags: [])
    assert reasons(host="192.0.2.7") == [
        "The demonstration is served on this machine only, not on 192.0.2.7: leave --host out. docs/operate.md says how to deploy."
    ]


@pytest.mark.django_db
def test_a_port_in_use_is_named(monkeypatch):
    monkeypatch.setattr(refusals, "run_checks", lambda tags: [])
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert reasons(port=port) == [
            f"Port {port} is in use: stop what listens there, name another with --port, or leave --port out for a free one."
        ]


@pytest.mark.django_db
def test_a_redis_that_is_away_is_named_without_its_password(monkeypatch, settings):
    monkeypatch.setattr(refusals, "run_checks", lambda tags: [])
    (port,) = free_ports(1)
    settings.REDIS_URL = f"redis://:hunter2@{HOST}:{port}/0"
    (reason,) = reasons(given={"REDIS_URL"})
    assert reason.startswith(f"Redis at {HOST}:{port} does not answer (")
    assert reason.endswith("): start it, correct REDIS_URL, or unset it to use the embedded one.")
    assert "hunter2" not in reason


@pytest.mark.django_db
def test_missing_pango_ends_in_the_line_to_type(monkeypatch):
    missing = Error("Letters cannot be made: Pango is missing.", hint="Install it: apt-get install it")
    monkeypatch.setattr(refusals, "run_checks", lambda tags: [missing])
    assert reasons() == ["Letters cannot be made: Pango is missing. Install it: apt-get install it"]


def test_a_database_that_does_not_answer_ends_the_start(tmp_path):
    (port,) = free_ports(1)
    ended = start(tmp_path, DATABASE_URL=f"postgres://amara:hunter2@{HOST}:{port}/outcry")
    assert ended.returncode == 1
    assert ended.stdout == ""
    (line,) = ended.stderr.splitlines()
    assert line.startswith(f"CommandError: The database {HOST}:{port}/outcry does not answer (")
    assert line.endswith("): correct DATABASE_URL, or unset it to use a file.")
    assert "hunter2" not in line
    assert not (tmp_path / "filled").exists()


def test_a_database_address_that_cannot_be_read_ends_the_start(tmp_path):
    ended = start(tmp_path, DATABASE_URL="nonsense")
    assert ended.returncode == 1
    assert ended.stderr.startswith("Outcry cannot start: DATABASE_URL cannot be read.")
    assert len(ended.stderr.splitlines()) == 1


def test_mail_to_another_machine_ends_the_start(tmp_path):
    ended = start(tmp_path, EMAIL_URL="smtp://mail.example:25")
    assert ended.returncode == 1
    assert ended.stderr == (
        "Outcry cannot start: The demonstration mails only to this machine: unset EMAIL_URL or point it to 127.0.0.1.\n"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [("OUTCRY_HOSTS", "outcry.example"), ("OUTCRY_HOSTS", "*"), ("OUTCRY_HOSTS", "127.0.0.1,.example")],
)
def test_a_demonstration_that_others_could_reach_ends_the_start(tmp_path, name, value):
    ended = start(tmp_path, **{name: value})
    assert ended.returncode == 1
    assert ended.stderr == (
        "Outcry cannot start: The demonstration is for this machine only: unset OUTCRY_DEMO, or unset OUTCRY_HOSTS and OUTCRY_URL.\n"
    )


def test_a_missing_secret_ends_a_deployment(tmp_path):
    (tmp_path / "outcry.env").write_text("OUTCRY_URL=https://outcry.example\n")
    ended = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "OUTCRY_ENV_FILE": str(tmp_path / "outcry.env")},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("Outcry cannot start: OUTCRY_SECRET_KEY is not set.")
    assert len(ended.stderr.splitlines()) == 1


def test_two_supervisors_do_not_share_a_folder(tmp_path):
    first = refusals.lock(tmp_path)
    assert first is not None
    assert refusals.lock(tmp_path) is None
    first.close()
    second = refusals.lock(tmp_path)
    assert second is not None
    second.close()
