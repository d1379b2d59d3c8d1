"""A new key comes into the ring: everything is sealed under it in the end, whoever writes meanwhile and whatever is killed."""

import subprocess
import sys
import threading
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from kit import encryption, rotating
from kit.encryption import new_ring
from supporters.models import Supporter

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
EMAIL = rotating.Column(Supporter, Supporter._meta.get_field("email"))


def a_new_key(settings, folder: Path) -> Path:
    """A ring with a key above those of the suite's own."""
    path = folder / "ring"
    first = new_ring().splitlines()[1]
    path.write_text(first + "\n" + settings.OUTCRY_KEYRING.read_text())
    settings.OUTCRY_KEYRING = path
    return path


def supporters(count: int) -> None:
    Supporter.objects.bulk_create(
        Supporter(
            email=f"amara{number}@example.org",
            email_index=str(number),
            mailbox_index="",
            language="en",
            created_at=NOW,
        )
        for number in range(count)
    )


def addresses() -> list[str]:
    return list(Supporter.objects.order_by("pk").values_list("email", flat=True))


@pytest.mark.django_db
def test_each_value_is_sealed_anew_once_and_reads_as_before(settings, tmp_path):
    supporters(7)
    before = addresses()
    a_new_key(settings, tmp_path)

    assert rotating.waiting(EMAIL) == 7
    assert list(rotating.rotate(EMAIL, at_once=3)) == [3, 3, 1]
    assert (rotating.waiting(EMAIL), list(rotating.rotate(EMAIL))) == (0, [])
    assert addresses() == before


@pytest.mark.django_db
def test_a_run_that_ends_in_the_middle_leaves_the_rest_to_the_next(settings, tmp_path):
    supporters(7)
    a_new_key(settings, tmp_path)
    run = rotating.rotate(EMAIL, at_once=3)
    assert next(run) == 3
    run.close()

    assert list(rotating.rotate(EMAIL, at_once=3)) == [3, 1]


@pytest.mark.django_db
def test_the_command_says_how_far_it_is_and_that_the_old_key_can_go(settings, tmp_path):
    supporters(3)
    path = a_new_key(settings, tmp_path)
    said, counted = StringIO(), StringIO()
    call_command("rotate_keys", dry_run=True, stdout=counted)
    call_command("rotate_keys", stdout=said)

    assert counted.getvalue().splitlines()[-1] == "3 values are sealed under other keys than the first."
    assert said.getvalue().splitlines()[0] == "supporters.Supporter.email: 3 of 3"
    lines = path.read_text().splitlines()
    path.write_text("\n".join(line for line in lines if not line.startswith("seal") or line == lines[0]))
    encryption._read_ring.cache_clear()
    assert addresses() == [f"amara{number}@example.org" for number in range(3)]


@pytest.mark.django_db
def test_a_key_that_is_gone_is_said_and_nothing_is_lost(settings, tmp_path):
    supporters(1)
    path = tmp_path / "other"
    path.write_text(new_ring())
    settings.OUTCRY_KEYRING = path

    with pytest.raises(CommandError, match="Nothing was lost"):
        call_command("rotate_keys", stdout=StringIO())


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_while_others_write_and_a_run_is_killed(settings, tmp_path):
    """Two writers under the new ring, two runs of which one is killed; the writers' last words stand."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time")
    supporters(3_000)
    path = a_new_key(settings, tmp_path)
    numbers = list(Supporter.objects.order_by("pk").values_list("pk", flat=True))
    over, written, troubles = threading.Event(), {}, []

    def write(mine: list[int]) -> None:
        try:
            for turn, pk in enumerate(mine * 50):
                if over.is_set():
                    break
                Supporter.objects.filter(pk=pk).update(email=f"new{turn}@example.org")
                written[pk] = f"new{turn}@example.org"
        except Exception as error:
            troubles.append(error)
        finally:
            connection.close()

    # Some from the front and some from the back: they meet the run everywhere.
    writers = [threading.Thread(target=write, args=(one,)) for one in (numbers[:400], numbers[::-7])]
    for writer in writers:
        writer.start()
    with _run(path) as killed:
        assert "supporters.Supporter.email" in killed.stdout.readline()
        killed.kill()
    left = rotating.waiting(EMAIL)
    with _run(path) as second:
        said, _ = second.communicate()
    over.set()
    for writer in writers:
        writer.join()

    assert (troubles, second.returncode) == ([], 0)
    assert 0 < left < 3_000
    assert said.splitlines()[-1].startswith("Everything is sealed under the first key.")
    assert rotating.waiting(EMAIL) == 0
    found = dict(Supporter.objects.values_list("pk", "email"))
    expected = {pk: f"amara{place}@example.org" for place, pk in enumerate(numbers)} | written
    assert found == expected


def _run(path: Path) -> subprocess.Popen:
    """`manage.py rotate_keys` in a process of its own, on the test's database and ring."""
    where = connection.settings_dict
    started = f"""
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
from django.conf import settings
settings.OUTCRY_KEYRING = __import__("pathlib").Path({str(path)!r})
settings.DATABASES["default"]["NAME"] = {where["NAME"]!r}
django.setup()
from kit import rotating
rotating.rotate.__kwdefaults__["at_once"] = 50
from django.core.management import call_command
call_command("rotate_keys")
"""
    return subprocess.Popen([sys.executable, "-c", started], cwd=ROOT, stdout=subprocess.PIPE, text=True)
