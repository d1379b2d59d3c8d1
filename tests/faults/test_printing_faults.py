"""A worker that makes a print file is killed: the next one goes on, and the bytes are the same."""

import random
import time

import pytest

from letters import print_files
from letters.models import PrintBatch
from tests import people
from tests.faults.house import House
from tests.letters.factories import ready_letters
from tests.letters.printing_world import carry_on, chosen, content, quick_sheets

LETTERS = 14
DEADLINE = 60.0
PRINTER = ("-m", "tests.faults.printer")

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
