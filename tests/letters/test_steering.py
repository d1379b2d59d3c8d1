"""Letting go on what a worker is just about to hold: nothing stays behind."""

import pytest

from campaigns import pausing
from letters import collecting, steering
from letters.models import Dispatch
from outbox import stopping
from outbox.models import Message
from tests import people
from tests.letters.factories import LATER, enqueued_letters, ready_letters
from tests.letters.sending_off import sent

STOPPED = {
    "campaign": (pausing, lambda run: {"campaign": run.appeal.case.campaign}, pausing.pause),
    "dispatch": (steering, lambda run: {"dispatch": run}, steering.stop),
}


@pytest.mark.parametrize("what", STOPPED)
def test_what_a_worker_reads_as_stopped_while_dana_lets_it_go_on_leaves_with_the_next_tick(
    appeal, monkeypatch, what
):
    """The worker has read "stopped", Dana lets it go on, and then the worker writes "held"."""
    enqueued_letters(appeal)
    room, row, stop = STOPPED[what]
    said = {"by": people.dana(), "reason": "The family asked.", "now": LATER}
    stop(**row(Dispatch.objects.get()), **said)

    write = stopping._stop

    def write_too_late(*args, **more):
        assert room.go_on(**row(Dispatch.objects.get()), **said) == 0
        return write(*args, **more)

    monkeypatch.setattr(stopping, "_stop", write_too_late)
    assert sent(now=LATER) == []
    assert Message.objects.get(stream="letter").state == "held"
    monkeypatch.undo()
    assert steering.free_forgotten(now=LATER) == 1
    assert sent(now=LATER) == ["The baker of Exampletown"]


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_still_stopped_stays_and_however_much_it_is_looking_costs_the_same(
    appeal, django_assert_num_queries, count
):
    enqueued_letters(appeal, count)
    steering.stop(dispatch=Dispatch.objects.get(), by=people.dana(), reason="Not now.", now=LATER)
    assert sent(now=LATER) == []
    with django_assert_num_queries(3):
        assert steering.free_forgotten(now=LATER) == 0


def test_an_email_for_many_goes_on_with_its_dispatch(appeal):
    ready_letters(appeal, 2)
    said = {"by": people.dana(), "reason": "They block single letters.", "now": LATER}
    steering.switch(dispatch=Dispatch.objects.get(), channel="collective", **said)
    collecting.collect(now=LATER)
    steering.stop(dispatch=Dispatch.objects.get(), **said)
    assert sent(now=LATER) == []
    assert steering.go_on(dispatch=Dispatch.objects.get(), **said) == 1
    assert sent(now=LATER) == ["The baker of Exampletown (2)"]
