"""A worker that makes a print file is killed, and its disk is full: the next one goes on, and the bytes are the same."""

import random
import subprocess
import time
from functools import cache

import pytest

from letters import batching, print_files
from letters.models import PrintBatch
from tests import people
from tests.faults.house import House
from tests.letters.factories import ready_letters
from tests.letters.printing_world import AT, carry_on, chosen, content, quick_sheets

LETTERS = 14
DEADLINE = 60.0
PRINTER = ("-m", "tests.faults.printer")
SMALL_DISK = 'mkdir -p "$OUTCRY_PRINTS" && mount -t tmpfs -o size=4k none "$OUTCRY_PRINTS" && exec "$@"'

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(tmp_path, prints):
    house = House(tmp_path, deadline=DEADLINE, OUTCRY_PRINTS=str(prints))
    yield house
    house.end()


@pytest.fixture
def batch() -> PrintBatch:
    people.an_embassy(country="GB")
    ready_letters(people.an_open_appeal(), LETTERS)
    return chosen()


def test_a_killed_printer_is_followed_by_one_that_goes_on_with_the_same_bytes(house, batch):
    dice = random.Random(20261127)
    for kill in range(2):
        printer = house.start(*PRINTER)
        house.wait_until(lambda kill=kill: batch.files.filter(cursor__gt=4 * kill).exists())
        time.sleep(dice.uniform(0, 0.06))
        house.kill(printer)
    batch.refresh_from_db()
    assert (batch.state, batch.files.get().made_at) == ("making", None)
    assert 0 < batch.files.get().cursor < LETTERS
    last = house.start(*PRINTER)
    house.wait_until(lambda: PrintBatch.objects.filter(state="made").exists())
    house.kill(last)

    interrupted = content(batch)
    PrintBatch.objects.update(state="queued", looked=0, finished_at=None)
    print_files.forget(batch)
    with quick_sheets():
        carry_on()
    assert interrupted == content(batch)


@cache
def has_small_disks() -> bool:
    command = ["unshare", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def test_a_full_disk_sets_the_batch_aside_with_the_reason_and_room_lets_it_go_on(house, batch, prints):
    if not has_small_disks():
        pytest.skip("a small disk of one's own takes unshare(1) and leave to mount")
    printer = house.start(
        *PRINTER, before=("unshare", "--map-root-user", "--mount", "sh", "-c", SMALL_DISK, "sh")
    )
    house.wait_until(lambda: PrintBatch.objects.filter(state="set_aside").exists())
    batch.refresh_from_db()
    assert batch.reason == "Its file cannot be written: No space left on device. Make room, then let it go on."
    assert 0 < batch.files.get().cursor < LETTERS
    subprocess.run(
        ["nsenter", "--target", str(printer.pid), "--user", "--mount", "mount", "-o", "remount,size=1m", str(prints)],
        check=True,
    )  # fmt: skip
    batching.go_on(batch=batch, by=people.dana(), now=AT)
    house.wait_until(lambda: PrintBatch.objects.filter(state="made").exists())
    assert batch.rows.filter(state="printed").count() == LETTERS
