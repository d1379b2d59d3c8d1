"""One decision over many rows: each done once, however often workers die, meet and are stopped; told once, with its reason."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User

from bulk import doing, register
from bulk.models import BulkAct, BulkRow
from bulk.register import Act
from kit.refusals import Refused
from outbox.admin.messages import HOLD
from outbox.models import Message
from tests.outbox.factories import NOW, a_message, register_notes
from tests.people import bela
from tests.rivals import side_by_side
from trail.models import Entry

MANY = 12


@pytest.fixture
def dispatcher(db) -> User:
    register_notes()
    user = bela()
    user.user_permissions.add(Permission.objects.get(codename="release_message"))
    return user


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(doing, "CHUNK", 5)


def messages(count: int = MANY) -> list[Message]:
    return [a_message(key=f"note:{number}", to=f"a{number}@office.example") for number in range(count)]


def begun(by: User, *, expected: int = MANY, act: Act = HOLD) -> BulkAct:
    rows = Message.objects.all()
    return doing.begin(act=act, rows=rows, expected=expected, reason="Wrong office?", by=by, now=NOW)


def carry_on() -> None:
    while doing.carry_on(clock=lambda: NOW):
        pass


def counts(bulk: BulkAct) -> tuple[str, int, int]:
    bulk.refresh_from_db()
    return bulk.state, bulk.done, bulk.refused


def test_all_rows_are_done_some_at_a_time_and_the_trail_tells_it_once(dispatcher):
    messages()
    bulk = begun(dispatcher)
    assert doing.carry_on(clock=lambda: NOW, chunks=1) is True
    assert counts(bulk) == ("running", 5, 0)
    carry_on()
    assert counts(bulk) == ("done", MANY, 0)
    assert set(Message.objects.values_list("state", "reason", "decided_by")) == {
        ("held", "Wrong office?", dispatcher.pk)
    }
    entry = Entry.objects.get()
    assert (entry.act, entry.reason.words) == ("bulk.doing.begin", "Wrong office?")
    assert LogEntry.objects.filter(change_message="Held: Wrong office?", user=dispatcher).count() == MANY


def test_what_is_refused_is_counted_with_its_reason_and_left_as_it_was(dispatcher):
    gone = messages()[:3]
    Message.objects.filter(pk__in=[one.pk for one in gone]).update(state="sent", sent_at=NOW)
    bulk = begun(dispatcher)
    carry_on()
    assert counts(bulk) == ("done", MANY - 3, 3)
    refused = BulkRow.objects.filter(state="refused").values_list("object_id", "why")
    assert dict(refused) == {
        one.pk: "A message that is accepted by the mail server cannot be held any more." for one in gone
    }


def test_another_number_than_was_seen_is_refused_and_nothing_is_kept(dispatcher):
    messages()
    with pytest.raises(Refused, match="12 rows fit now, not 13 as before"):
        begun(dispatcher, expected=MANY + 1)
    assert (BulkAct.objects.count(), BulkRow.objects.count()) == (0, 0)


def test_a_stop_keeps_what_is_done_and_the_rest_goes_on_later(dispatcher):
    messages()
    bulk = begun(dispatcher)
    doing.carry_on(clock=lambda: NOW, chunks=1)
    doing.stop(bulk=bulk, reason="Too many.", by=dispatcher, now=NOW)
    carry_on()
    assert counts(bulk) == ("stopped", 5, 0)
    with pytest.raises(Refused):
        doing.stop(bulk=bulk, reason="Once more.", by=dispatcher, now=NOW)
    doing.go_on(bulk=bulk, by=dispatcher, now=NOW)
    carry_on()
    assert counts(bulk) == ("done", MANY, 0)


class Killed(BaseException):
    """What is left of a worker after kill -9: nothing after it is run."""


class Tally:
    """An act that counts how often it was done to each row and kept, and dies or fails where it is told to."""

    def __init__(self, *, dies_at: int = 0, fails_at: int = 0) -> None:
        self.calls, self.dies_at, self.fails_at = 0, dies_at, fails_at

    def __call__(self, row: Message, **_said: object) -> None:
        self.calls += 1
        if self.calls == self.dies_at:
            raise Killed
        Message.objects.filter(pk=row.pk).update(tries=row.tries + 1)
        if self.calls == self.fails_at:
            raise ValueError("planted@example.org")


@pytest.fixture
def tallied(monkeypatch):
    def put(tally: Tally) -> Act:
        act = Act("tests.tally", "Tallied", tally, "outbox.release_message")
        monkeypatch.setitem(register._ACTS, act.name, act)
        return act

    return put


def test_a_worker_that_dies_leaves_nothing_half_done_and_no_row_is_done_twice(dispatcher, tallied):
    messages()
    bulk = begun(dispatcher, act=tallied(Tally(dies_at=8)))
    with pytest.raises(Killed):
        carry_on()
    assert counts(bulk) == ("running", 5, 0)
    carry_on()
    assert counts(bulk) == ("done", MANY, 0)
    assert list(Message.objects.values_list("tries", flat=True)) == [1] * MANY


def test_a_row_that_fails_is_refused_without_its_words_and_stops_no_other(dispatcher, tallied):
    messages()
    bulk = begun(dispatcher, act=tallied(Tally(fails_at=2)))
    carry_on()
    assert counts(bulk) == ("done", MANY - 1, 1)
    assert BulkRow.objects.get(state="refused").why == "It failed (ValueError), and nothing of it was done."
    assert sorted(Message.objects.values_list("tries", flat=True)) == [0] + [1] * (MANY - 1)


@pytest.mark.parametrize(
    ("lost", "why"),
    [
        (lambda user: user.user_permissions.clear(), "bela may not do this any more."),
        (lambda user: User.objects.update(is_active=False), "bela may not do this any more."),
        (lambda _user: BulkAct.objects.update(name="gone"), "This version of Outcry does not know this act."),
    ],
)
def test_it_stops_when_whoever_decided_it_may_not_do_it_any_more(dispatcher, lost, why):
    messages()
    bulk = begun(dispatcher)
    lost(dispatcher)
    carry_on()
    assert counts(bulk) == ("stopped", 0, 0)
    assert bulk.stopped_because == why


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_none_does_a_row_that_the_other_did(dispatcher, tallied):
    messages()
    bulk = begun(dispatcher, act=tallied(Tally()))
    side_by_side(carry_on, 2)
    assert counts(bulk) == ("done", MANY, 0)
    assert list(Message.objects.values_list("tries", flat=True)) == [1] * MANY
