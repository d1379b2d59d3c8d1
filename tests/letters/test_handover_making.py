"""Workers make handovers: stopped, killed, or without a press, nothing half done stays, and nothing is done twice."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kit.refusals import Refused
from letters import handover, handover_making
from letters.pressing import PressMissing
from letters.states import HandoverState as State
from letters.tasks import make_handovers
from tests import people
from tests.letters.handing_over import LATER, decided, in_memory, made, many_sign

pytestmark = pytest.mark.django_db
CAST = [
    ("Amara Okafor", "Leeds", "name"),
    ("Bela Kovács", "Kraków", "name_town"),
    ("Chidi Adeyemi Eze", "York", "initials"),
    ("Dana Nurlan", "Almaty", "count"),
]
STATEMENTS_TO_DECIDE, STATEMENTS_TO_MAKE = 35, 9  # fifteen to decide are the trail's


@pytest.fixture(autouse=True)
def _files(settings):
    in_memory(settings)


def test_a_worker_that_died_is_followed_by_another_and_the_fourth_gives_up(appeal, monkeypatch):
    many_sign(appeal, CAST)
    one = decided(appeal)

    class Killed(BaseException):
        pass

    def die(_handover):
        raise Killed

    monkeypatch.setattr(handover_making, "_make", die)
    for attempt in range(3):
        now = LATER + attempt * handover_making.CLAIM * 2
        with pytest.raises(Killed):
            handover_making.make_one(now=now)
        assert handover_making.make_one(now=now) is False  # in the hands of the one that died
    assert handover_making.make_one(now=LATER + timedelta(hours=9)) is True
    one.refresh_from_db()
    assert (one.state, one.reason) == (State.FAILED, "Making it ended its worker 3 times.")


def test_stopped_in_the_middle_it_keeps_nothing_and_goes_on_from_the_beginning(appeal, monkeypatch):
    many_sign(appeal, CAST)
    one = decided(appeal)
    real = handover_making.stream

    def stopped_after_one(**asked):
        for chunk in real(**{**asked, "chunk": 1}):
            yield chunk
            handover.stop(handover=one, by=people.dana(), now=LATER)

    monkeypatch.setattr(handover_making, "stream", stopped_after_one)
    made(one)
    assert (one.state, one.reason, one.pdf, one.progress) == (State.STOPPED, "Stopped by dana.", "", 1)
    monkeypatch.setattr(handover_making, "stream", real)
    handover.make_again(handover=one, by=people.dana(), now=LATER)
    assert (made(one).state, one.progress, one.listed) == (State.MADE, 4, 3)


def test_stopped_at_its_end_what_was_made_is_forgotten(appeal, monkeypatch):
    many_sign(appeal, CAST)
    one = decided(appeal)
    real = handover_making._make
    files = []

    def stopped(row):
        result = real(row)
        files.extend([result.pdf, result.csv])
        handover.stop(handover=one, by=people.dana(), now=LATER)
        return result

    monkeypatch.setattr(handover_making, "_make", stopped)
    made(one)
    assert (one.state, one.pdf) == (State.STOPPED, "")
    assert [storages["prints"].exists(name) for name in files] == [False, False]


def test_without_a_press_it_waits_on(appeal, monkeypatch):
    many_sign(appeal, CAST)
    one = decided(appeal)

    def missing(_handover):
        raise PressMissing("no Pango")

    monkeypatch.setattr(handover_making, "_make", missing)
    with pytest.raises(PressMissing):
        handover_making.make_one(now=LATER)
    one.refresh_from_db()
    assert (one.state, one.tries, one.claimed_until) == (State.WAITING, 0, None)


def test_the_task_makes_what_waits(appeal):
    many_sign(appeal, CAST)
    one = decided(appeal)
    make_handovers()
    one.refresh_from_db()
    assert one.is_made


def test_what_is_made_cannot_be_stopped(appeal):
    many_sign(appeal, CAST)
    one = made(decided(appeal))
    with pytest.raises(Refused):
        handover.stop(handover=one, by=people.dana(), now=LATER)


@pytest.mark.parametrize("count", [3, 300])
def test_it_takes_as_many_statements_for_three_as_for_three_hundred(appeal, count):
    many_sign(appeal, [(f"Person {number}", "Leeds", "name_town") for number in range(count)])
    with CaptureQueriesContext(connection) as deciding:
        one = decided(appeal)
    with CaptureQueriesContext(connection) as making:
        handover_making.make_one(now=LATER)
    one.refresh_from_db()

    assert one.listed == count
    assert (len(deciding), len(making)) == (STATEMENTS_TO_DECIDE, STATEMENTS_TO_MAKE)
