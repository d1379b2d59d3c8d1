import pytest
from django.db import transaction
from kombu.exceptions import OperationalError

from kit import wake


@pytest.fixture
def bell(monkeypatch):
    """Stand in for the broker: what was rung; `bell.away` makes it refuse."""

    class Bell(list):
        away: Exception | None = None

        def send_task(self, task, **options):
            self.append((task, options["kwargs"]))
            if self.away:
                raise self.away

    bell = Bell()
    monkeypatch.setattr(wake, "current_app", bell)
    monkeypatch.setattr(wake, "_quiet_until", 0.0)
    monkeypatch.setattr(wake, "_last_rung", {})
    return bell


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 1000.0

    monkeypatch.setattr(wake.time, "monotonic", lambda: Clock.now)
    return Clock


def test_the_bell_rings_after_the_commit(bell, db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        wake.wake("letters.freeze", signature=7)
        assert bell == []
    for ring in waiting:
        ring()

    assert bell == [("letters.freeze", {"signature": 7})]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_rings_nobody(bell):
    with transaction.atomic():
        wake.wake("letters.freeze")
        transaction.set_rollback(True)

    assert bell == []


@pytest.mark.parametrize(
    "trouble", [OperationalError("refused"), ConnectionRefusedError(111), TimeoutError()]
)
def test_a_broker_that_is_away_is_no_error(bell, caplog, trouble):
    bell.away = trouble

    assert wake.ring_now("letters.freeze") is False
    assert [record.getMessage() for record in caplog.records] == [
        f"broker away, next tick will find the work of letters.freeze: {type(trouble).__name__}"
    ]


def test_after_a_refusal_nobody_waits_for_a_while(bell, clock):
    bell.away = OperationalError("refused")
    wake.ring_now("letters.freeze")
    bell.away = None

    clock.now += wake.QUIET_SECONDS - 0.01
    assert wake.ring_now("letters.render") is False
    clock.now += 0.01
    assert wake.ring_now("letters.dispatch") is True

    assert [task for task, _ in bell] == ["letters.freeze", "letters.dispatch"]


def test_a_fault_of_ours_is_not_hidden(bell):
    bell.away = TypeError("cannot be written as JSON")

    with pytest.raises(TypeError):
        wake.ring_now("letters.freeze")


@pytest.mark.django_db(transaction=True)
def test_a_crowd_that_signs_at_one_moment_rings_once(bell, clock):
    for _ in range(3):
        wake.wake("outbox.send_confirmations")
    wake.wake("letters.freeze")
    clock.now += wake.SECONDS_BETWEEN_RINGS
    wake.wake("outbox.send_confirmations")

    assert [task for task, _ in bell] == [
        "outbox.send_confirmations",
        "letters.freeze",
        "outbox.send_confirmations",
    ]


@pytest.mark.django_db(transaction=True)
def test_a_ring_for_one_row_is_never_left_out(bell, clock):
    wake.wake("letters.freeze", signature=7)
    wake.wake("letters.freeze", signature=8)

    assert [ids for _, ids in bell] == [{"signature": 7}, {"signature": 8}]
