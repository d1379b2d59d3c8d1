"""The misfire rule: what is found late, or in a restored database, waits for a person."""

from datetime import timedelta

import pytest
from django.db import connection

from kit.refusals import Refused
from letters import dispatching, footing, lateness, scheduling, steering
from letters.models import Dispatch, Footing, Letter
from letters.runs import dispatch_ref
from outbox.models import Heartbeat, Message, Switch
from outbox.pausing import is_paused
from tests import people
from tests.letters.factories import LATER, due_letters, enqueued_letters, ready_letters
from tests.letters.sending_off import sent

SIX_HOURS = timedelta(hours=6)
MINUTE = timedelta(minutes=1)


def _run() -> tuple[str, str]:
    dispatch = Dispatch.objects.get()
    return dispatch.state, dispatch.reason


def test_a_turn_that_nobody_took_for_six_hours_makes_its_dispatch_wait(appeal):
    due_letters(appeal)
    lateness.look(now=LATER)
    Heartbeat.beat("letters.dispatch", now=LATER + SIX_HOURS - MINUTE)
    assert lateness.look(now=LATER + SIX_HOURS - MINUTE) == 0
    assert lateness.look(now=LATER + SIX_HOURS) == 1
    assert _run() == (
        "waiting",
        "A letter was due 6 hours ago, which is more than six hours. Look whether its letters may still leave.",
    )
    assert dispatching.dispatch_due(now=LATER + SIX_HOURS) == 0


def test_a_night_without_ticks_makes_every_dispatch_with_letters_wait(appeal):
    ready_letters(appeal)
    lateness.look(now=LATER)
    assert lateness.look(now=LATER + SIX_HOURS) == 1
    assert _run()[0] == "waiting"
    assert scheduling.schedule(now=LATER + SIX_HOURS) == 0
    assert lateness.look(now=LATER + SIX_HOURS) == 0


def test_an_hour_without_ticks_is_caught_up_with(appeal):
    ready_letters(appeal)
    lateness.look(now=LATER)
    assert lateness.look(now=LATER + SIX_HOURS - MINUTE) == 0
    assert _run() == ("running", "")


def test_before_the_first_tick_of_all_nothing_is_late(appeal):
    ready_letters(appeal)
    assert lateness.look(now=LATER + SIX_HOURS) == 0


def test_a_clock_that_steps_back_makes_nothing_late_and_doubles_nothing(appeal):
    letter = due_letters(appeal)[0]
    lateness.look(now=LATER + SIX_HOURS - MINUTE)
    assert lateness.look(now=LATER) == 0
    assert scheduling.schedule(now=LATER) == 0
    assert dispatching.dispatch_due(now=letter.due_at) == 1
    assert dispatching.dispatch_due(now=letter.due_at) == 0


def test_what_was_enqueued_before_the_night_is_held_and_goes_on_with_its_dispatch(appeal):
    letter = enqueued_letters(appeal)[0]
    lateness.look(now=LATER)
    assert lateness.look(now=LATER + SIX_HOURS) == 1
    assert sent(now=LATER + SIX_HOURS) == []
    message = Message.objects.get(pk=letter.message_id)
    assert (message.state, message.reason) == ("held", _run()[1])
    assert message.hold_ref == dispatch_ref(Dispatch.objects.get().pk)
    with pytest.raises(Refused):
        steering.go_on(dispatch=Dispatch.objects.get(), by=people.dana(), reason=" ", now=LATER + SIX_HOURS)
    assert (
        steering.go_on(
            dispatch=Dispatch.objects.get(), by=people.dana(), reason="All true.", now=LATER + SIX_HOURS
        )
        == 1
    )
    assert _run() == ("running", "All true.")
    assert sent(now=LATER + SIX_HOURS) == ["The baker of Exampletown"]


def test_a_restored_database_starts_on_hold(appeal):
    """The row remembers the database that the dump was made from."""
    ready_letters(appeal)
    lateness.look(now=LATER)
    Footing.objects.update(known_by="another")
    assert lateness.look(now=LATER + MINUTE) == 1
    assert _run() == ("waiting", lateness.RESTORED)
    assert is_paused("letter")
    assert is_paused("confirmation")
    assert Switch.objects.get(name="everything").reason == lateness.RESTORED
    assert lateness.look(now=LATER + MINUTE) == 0


def test_a_table_that_was_made_anew_is_another_one(db):
    before = footing.known_by()
    assert footing.known_by() == before
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE letters_footing RENAME TO was")
            cursor.execute("CREATE TABLE letters_footing (LIKE was)")
        assert footing.known_by() != before
        assert len(before.split("/")) == 4


def test_rows_that_a_dump_has_brought_back_into_the_same_tables_are_seen(appeal):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite does not note who has written a row")
    ready_letters(appeal)
    lateness.look(now=LATER)
    assert lateness.look(now=LATER + MINUTE) == 0
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE dump AS SELECT * FROM letters_footing")
        cursor.execute("DELETE FROM letters_footing")
        cursor.execute("INSERT INTO letters_footing SELECT * FROM dump")
    assert lateness.look(now=LATER + 2 * MINUTE) == 1
    assert _run() == ("waiting", lateness.RESTORED)
    assert lateness.look(now=LATER + 3 * MINUTE) == 0


def test_a_database_that_was_known_before_marks_is_only_marked(appeal):
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has marks")
    ready_letters(appeal)
    Footing.objects.create(pk=1, known_by=footing.known_by().rstrip("/"), at=LATER)
    assert lateness.look(now=LATER) == 0
    assert Footing.objects.get(pk=1).known_by == footing.known_by()
    Footing.objects.filter(pk=Footing.MARK).delete()
    Footing.objects.filter(pk=1).update(known_by="another")
    assert lateness.look(now=LATER) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_looking_costs_the_same_for_one_letter_and_for_many(appeal, count, django_assert_num_queries):
    due_letters(appeal, count)
    lateness.look(now=LATER)
    with django_assert_num_queries(6 if connection.vendor == "sqlite" else 10):
        assert lateness.look(now=LATER) == 0


def test_letters_that_wait_for_a_person_are_still_there_afterwards(appeal):
    due_letters(appeal, 2)
    lateness.look(now=LATER)
    lateness.look(now=LATER + SIX_HOURS)
    dispatching.dispatch_due(now=LATER + SIX_HOURS)
    assert list(Letter.objects.values_list("state", "due_at")) == [("ready", None)] * 2
