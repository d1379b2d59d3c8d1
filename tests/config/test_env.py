"""A setting that is wrong or missing ends the start with one sentence that names it and the next step."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from config import env
from kit.encryption import new_ring

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def start(tmp_path):
    """Run `manage.py check` in an environment of its own; return exit code and what it said."""
    (tmp_path / "keyring").write_text(new_ring())
    (tmp_path / "outcry.env").write_text("")
    ready = {
        "PATH": os.environ["PATH"],
        "OUTCRY_SECRET_KEY": "x" * 50,
        "OUTCRY_KEYRING": str(tmp_path / "keyring"),
        "OUTCRY_DEMO_DIR": str(tmp_path),
        "OUTCRY_ENV_FILE": str(tmp_path / "outcry.env"),
    }

    def run(*, command="check", **changes):
        result = subprocess.run(
            [sys.executable, "manage.py", command],
            cwd=ROOT,
            env={name: value for name, value in {**ready, **changes}.items() if value is not None},
            capture_output=True,
            text=True,
            timeout=120,
        )
        return result.returncode, result.stderr.strip()

    return run


PINGEN = {f"OUTCRY_PINGEN_{name}": "TEST" for name in ("ORGANISATION", "CLIENT_ID", "CLIENT_SECRET")}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"OUTCRY_SECRET_KEY": None},
            "OUTCRY_SECRET_KEY is not set. Put 50 random characters into outcry.env: ./outcry manage make_secrets writes the file.",
        ),
        (
            {"OUTCRY_KEYRING": None},
            "OUTCRY_KEYRING is not set. Name the key ring file that seals personal data: ./outcry manage make_secrets writes one.",
        ),
        (
            {"DATABASE_URL": "postgres//outcry:geheim@localhost"},
            "DATABASE_URL cannot be read. Write it as postgres://user:password@host:5432/name, with special characters percent-encoded.",
        ),
        (
            {"OUTCRY_COOLING_SECONDS": "an hour"},
            "OUTCRY_COOLING_SECONDS must be a whole number of seconds, but it is 'an hour'.",
        ),
        (
            {"OUTCRY_OFFICE_HOURS": "nine to five"},
            "OUTCRY_OFFICE_HOURS must be like 9-17 or 8:30-12:00, or always, but it is 'nine to five'.",
        ),
        (
            {"OUTCRY_LETTERS_PER_HOUR": "0"},
            "OUTCRY_LETTERS_PER_HOUR must be 1 or more, and OUTCRY_LETTERS_PER_DAY 0 or more.",
        ),
        (
            {"OUTCRY_JITTER_PERCENT": "300"},
            "OUTCRY_JITTER_PERCENT must be from 0 to 100, but it is 300.",
        ),
        ({"OUTCRY_DEMO": "perhaps"}, "OUTCRY_DEMO must be true or false, but it is 'perhaps'."),
        (
            {"OUTCRY_ENV_FILE": "gone.env"},
            "OUTCRY_ENV_FILE names gone.env, which is not a file. Name one that exists, or unset it.",
        ),
        (
            {"OUTCRY_DEMO": "1", "EMAIL_URL": "smtp://mail.example.org:25"},
            "The demonstration mails only to this machine: unset EMAIL_URL or point it to 127.0.0.1.",
        ),
        (
            {"OUTCRY_POSTAL_PROVIDER": "pigeon"},
            "OUTCRY_POSTAL_PROVIDER must be folder or pingen, but it is 'pigeon'.",
        ),
        (
            {"OUTCRY_DEMO": "1", "OUTCRY_POSTAL_PROVIDER": "pingen", **PINGEN},
            "The demonstration hands letters to nobody outside: unset OUTCRY_POSTAL_PROVIDER or set it to folder.",
        ),
        (
            {"OUTCRY_POSTAL_PROVIDER": "pingen", **PINGEN, "OUTCRY_PINGEN_CLIENT_SECRET": None},
            "Pingen needs OUTCRY_PINGEN_ORGANISATION, OUTCRY_PINGEN_CLIENT_ID and OUTCRY_PINGEN_CLIENT_SECRET.",
        ),
        (
            {
                "OUTCRY_POSTAL_PROVIDER": "pingen",
                **PINGEN,
                "OUTCRY_PINGEN_STAGING": "1",
                "OUTCRY_URL": "https://outcry.example",
            },
            "Pingen's staging prints nothing, and this is a public installation: unset OUTCRY_PINGEN_STAGING, and set the credentials of production.",
        ),
    ],
)
def test_a_wrong_setting_ends_the_start_in_one_sentence(start, changes, sentence):
    assert start(**changes) == (1, f"Outcry cannot start: {sentence}")


def test_a_wrong_database_url_does_not_repeat_the_password():
    with pytest.raises(ImproperlyConfigured) as caught:
        env.database("postgres//outcry:geheim@localhost", sqlite_file=Path("x"))

    assert "geheim" not in str(caught.value)


def test_without_a_url_there_is_a_file():
    chosen = env.database("", sqlite_file=Path("outcry.sqlite3"))

    assert (chosen["ENGINE"], chosen["NAME"]) == ("django.db.backends.sqlite3", Path("outcry.sqlite3"))
    assert chosen["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_url_with_odd_characters_in_the_password_is_understood():
    chosen = env.database("postgres://outcry:p%40ss%2Fword@db.example:5433/letters", sqlite_file=Path("x"))

    assert (chosen["ENGINE"], chosen["HOST"], chosen["PORT"], chosen["NAME"], chosen["PASSWORD"]) == (
        "django.db.backends.postgresql",
        "db.example",
        5433,
        "letters",
        "p@ss/word",
    )
    assert chosen["OPTIONS"]["connect_timeout"] == 5


@pytest.fixture
def env_file(tmp_path, monkeypatch):
    """Write an environment file, name it, and let it be read into a reader of its own."""

    def write(text):
        file = tmp_path / "outcry.env"
        file.write_text(text)
        monkeypatch.setenv("OUTCRY_ENV_FILE", str(file))
        monkeypatch.setattr(env, "env", Env())
        env.read_env_file(tmp_path)
        return env.env

    return write


def test_the_real_environment_wins_over_the_file(env_file, monkeypatch):
    monkeypatch.setenv("OUTCRY_TEST_A", "real")
    reader = env_file("OUTCRY_TEST_A=file\nOUTCRY_TEST_B=file\n")

    assert (reader.str("OUTCRY_TEST_A"), reader.str("OUTCRY_TEST_B")) == ("real", "file")


def test_a_wrong_number_in_the_file_is_shown(env_file):
    reader = env_file("OUTCRY_TEST_A=soon\n")

    with pytest.raises(ImproperlyConfigured, match="OUTCRY_TEST_A must be a whole number, but it is 'soon'"):
        env.read(reader.int, "OUTCRY_TEST_A", 0, "a whole number")


def test_a_database_without_tables_is_one_sentence_with_the_next_step(start):
    code, said = start(command="load_seeds")
    assert (code, said) == (
        1,
        "The database has no tables yet, or old ones (no such table: seeds_seedrow). Run ./outcry manage migrate, then this again.",
    )
