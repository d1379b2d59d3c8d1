"""The simulated campaign does the arithmetic that a person would do on paper."""

from dataclasses import replace

from benchmarks.campaign import Layout, simulate
from benchmarks.costs import Cost

STEPS = ("sign", "confirmation", "confirm", "letter", "queue", "send", "mail")
# A second of a worker for everything that a worker does, half of it in the database, a thousand bytes a step.
COSTS = {step: Cost(1000.0, 500.0, 1000.0) for step in STEPS}
AT_ONCE = Layout(
    signatures=3_600, confirmed=1.0, half_life_days=0.001, offices=1, letters_per_hour=36_000, office_hours=24,
    working_days=1.0, mailings=0, processes=1, mails_per_hour=10_000_000,
)  # fmt: skip


def test_one_process_does_its_seconds_one_after_the_other():
    found = simulate(COSTS, AT_ONCE)
    # An hour of confirmations, one of letters, two of sending, which is queueing too.
    assert (found.days_to_confirm, found.days_to_make, found.days_to_office) == (1 / 24, 2 / 24, 4 / 24)
    assert (found.peak_worker_cores, round(found.worker_hours, 3)) == (1.0, 4.0)
    assert found.gigabytes == 3_600 * 6_000 / 1e9


def test_an_office_takes_no_more_than_its_pace_whatever_the_workers_can():
    slow = replace(AT_ONCE, processes=1_000, letters_per_hour=150)
    assert simulate(COSTS, slow).days_to_office == 1.0
    assert simulate(COSTS, replace(slow, offices=2)).days_to_office == 0.5


def test_a_relay_takes_no_more_than_its_share():
    held_up = replace(AT_ONCE, processes=1_000, mails_per_hour=1_200)
    assert simulate(COSTS, held_up).days_to_confirm == 3 / 24
