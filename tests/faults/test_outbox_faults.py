"""The mail server and the workers fail in every way that is known, in one house, one fault after the other.

Real processes on a real database file or server, because a lost commit cannot be acted.
"""

import pytest

from tests.faults import of_mail, of_mailing
from tests.faults.house import House
from tests.outbox.factories import register_notes

DEADLINE = 240.0  # for all of it: whoever waits for longer waits for something that does not come

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def house(tmp_path_factory, django_db_setup, django_db_blocker):
    register_notes()
    house = House(tmp_path_factory.mktemp("house"), deadline=DEADLINE)
    house.open_for_mail()
    yield house
    with django_db_blocker.unblock():
        house.end_for_good()


@pytest.fixture(autouse=True)
def in_a_good_mood(house):
    yield
    house.mood("")


def test_a_server_that_asks_to_come_back_later_gets_every_mail_once(house):
    verdict = of_mail.deferred(house, 4)
    assert (verdict.lost, verdict.repeated, verdict.strangers, verdict.held) == (0, 0, 0, 0)
    assert verdict.more == {"deferred": 3 * 8}


def test_what_is_refused_for_good_is_never_tried_again_and_delays_nobody(house):
    verdict = of_mail.refused(house, 6)
    assert (verdict.lost, verdict.repeated, verdict.strangers, verdict.held) == (0, 0, 0, 0)
    assert (verdict.refused, verdict.more) == (1, {"tries_of_refused": 1})


@pytest.mark.parametrize("fault", [of_mail.silence, of_mail.drop])
def test_a_letter_without_an_answer_waits_for_a_person_and_a_mailing_is_repeated_as_the_same(house, fault):
    verdict = fault(house, 6)
    assert (verdict.lost, verdict.repeated, verdict.strangers, verdict.held) == (0, 0, 0, 2)
    # One of the two was taken and its window behind it was not, so that one alone comes twice.
    assert verdict.more == {"repeated_mailings": 1, "held_mailings": 0}


def test_a_server_that_drips_its_answers_gets_every_mail_once(house):
    verdict = of_mail.drip(house, 4)
    assert (verdict.lost, verdict.repeated, verdict.strangers, verdict.held) == (0, 0, 0, 0)


def test_while_the_server_is_away_mails_wait_and_no_try_counts(house):
    verdict = of_mail.down(house, 20)
    assert (verdict.lost, verdict.strangers) == (0, 0)
    # It may die between its log and its answer, once for each of two workers.
    assert verdict.repeated <= 20
    assert verdict.held <= 2


@pytest.mark.parametrize(("stream", "window"), [("letter", 1), ("mailing", 20)])
def test_a_killed_worker_repeats_no_more_than_its_window(house, stream, window):
    verdict = of_mail.killed(house, 60, kills=3, seed=20261127, stream=stream)
    assert (verdict.lost, verdict.strangers, verdict.refused) == (0, 0, 0)
    assert verdict.repeated <= 3 * window


def test_a_mailing_that_is_paused_and_loses_its_workers_reaches_each_reader_once(house):
    verdict = of_mailing.paused_and_killed(house, 90)
    assert (verdict.lost, verdict.repeated, verdict.strangers) == (0, 0, 0)
    assert verdict.more == {"in_the_pause": 0, "state": "finished"}
    assert 0 < verdict.held <= 60


def test_a_worker_that_wakes_after_its_lease_repeats_one_letter_at_most(house):
    verdict = of_mail.frozen(house, 20)
    assert (verdict.lost, verdict.strangers, verdict.held) == (0, 0, 1)
    assert verdict.repeated <= 1


def test_clocks_that_go_wrong_lose_and_repeat_no_letter(house):
    verdict = of_mail.clock(house, 60)
    assert (verdict.lost, verdict.repeated, verdict.strangers, verdict.refused) == (0, 0, 0, 0)
    # Both workers may have had one in hand each time.
    assert verdict.held <= 6
