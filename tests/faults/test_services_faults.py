"""Redis and the database go away under Celery workers on two machines that share nothing else."""

import pytest
from django.db import connection

from tests.faults import of_services
from tests.faults.house import House
from tests.outbox.factories import register_notes

DEADLINE = 240.0

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def house(tmp_path_factory, django_db_setup, django_db_blocker, broker_url):
    register_notes()
    house = House(tmp_path_factory.mktemp("house"), deadline=DEADLINE)
    with django_db_blocker.unblock():
        house.open_for_celery(broker_url)
    yield house
    with django_db_blocker.unblock():
        house.end_for_good()


def test_a_flushed_redis_loses_and_repeats_no_letter(house):
    verdict = of_services.flushall(house, 40)
    assert (verdict.lost, verdict.repeated, verdict.strangers, verdict.held) == (0, 0, 0, 0)


@pytest.mark.parametrize("fault", [of_services.redis_refused, of_services.redis_swallowing])
def test_while_redis_is_away_letters_wait_and_leave_once(house, fault):
    verdict = fault(house, 40)
    assert (verdict.lost, verdict.repeated, verdict.strangers, verdict.held) == (0, 0, 0, 0)


def test_a_database_that_goes_away_loses_and_repeats_no_letter(house):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is a file: no line to it can be cut")
    verdict = of_services.database_away(house, 40)
    assert (verdict.lost, verdict.repeated, verdict.strangers) == (0, 0, 0)
    # What each of the two had in hand may have left: a person looks.
    assert verdict.held <= 2


def test_machines_that_are_cut_off_in_turn_lose_and_repeat_no_letter(house):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is a file: machines cannot share it")
    verdict = of_services.cut_in_turn(house, 40)
    assert (verdict.lost, verdict.repeated, verdict.strangers) == (0, 0, 0)
    assert verdict.held <= 2
