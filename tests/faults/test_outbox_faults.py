"""Workers die and the mail server restarts in the middle of a run: nothing is lost, nothing silently doubled.

Real processes on a real database file or server, because a lost commit cannot be acted.
"""

import time
from collections import Counter

import pytest
from django.utils import timezone

from outbox.holding import release
from outbox.models import Message
from outbox.queueing import Row, enqueue_many
from outbox.recovering import recover
from tests.faults.house import House, states
from tests.outbox.factories import register_notes

MESSAGES = 200
KILLS = 6
DEADLINE = 35.0

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(tmp_path):
    register_notes()
    house = House(tmp_path, deadline=DEADLINE)
    yield house
    house.end()


def test_killed_workers_and_a_restarted_mail_server_lose_no_letter(house):
    rows = [Row(f"note:{n}", f"amara{n}@supporter.example", {"subject": f"No. {n}"}) for n in range(MESSAGES)]
    enqueue_many(kind="note_letter", rows=rows, now=timezone.now())
    server = house.mail_server()
    house.worker()
    house.worker()
    for kill in range(KILLS):
        house.wait_for((kill + 1) * 22)
        house.kill(house.worker_with_a_letter_in_hand())
        house.worker()
        if kill == KILLS // 2:
            house.kill(server)
            server = house.mail_server()

    while states().get("sent") != MESSAGES:
        assert time.monotonic() < house.ends, states()
        recover(now=timezone.now())
        for message in Message.objects.filter(state="held"):
            release(message, by=None, reason="Sent again by a person's decision.", now=timezone.now())
        time.sleep(0.2)

    arrived = Counter(house.arrived())
    assert set(arrived) == set(Message.objects.values_list("message_id", flat=True))
    assert len(arrived) == MESSAGES
    # One repeat for each kill at most: the mail server's own counts as one.
    assert sum(arrived.values()) - MESSAGES <= KILLS + 1
