"""One switch stops all mail: also a window of twenty that a slow mail server is in the middle of."""

import pytest
from django.utils import timezone

from outbox.models import Message
from outbox.pausing import pause, resume
from outbox.queueing import Row, enqueue_many
from outbox.states import Stream
from tests.faults.house import House, states
from tests.outbox.factories import register_notes

MESSAGES = 8  # in each stream; of those with a window of twenty, all in one
SECONDS = "0.8"  # that the server takes for a mail: longer than between two looks at the switch
DEADLINE = 60.0

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(tmp_path):
    register_notes()
    house = House(tmp_path, deadline=DEADLINE, OUTCRY_FAULTS_LEASE="300")
    yield house
    house.end()


@pytest.mark.parametrize(
    "extensions",
    [[], ["PIPELINING"], ["PIPELINING", "CHUNKING"]],
    ids=["one by one", "pipelining", "too slow to fly"],
)
def test_after_the_press_only_what_is_on_its_way_arrives(house, extensions):
    for stream in Stream:
        rows = [
            Row(f"{stream}:{n}", f"amara{n}@supporter.example", {"subject": f"No. {n}"})
            for n in range(MESSAGES)
        ]
        enqueue_many(kind=f"note_{stream}", rows=rows, now=timezone.now())
    house.mail_server(SECONDS, *extensions)
    for stream in Stream:
        house.worker(stream)
    house.wait_for(2 * len(Stream))

    pause(name="everything", by=None, reason="Stop at once.", now=timezone.now())
    before = len(house.arrived())
    house.wait_until(lambda: states().get("sending", 0) == 0)
    # One text for each worker was on its way; it gets its answer, and none begins behind it.
    assert len(house.arrived()) <= before + len(Stream)
    assert states() == {"queued": MESSAGES * len(Stream) - len(house.arrived()), "sent": len(house.arrived())}

    resume(name="everything", by=None, now=timezone.now())
    house.wait_until(lambda: states().get("sent") == MESSAGES * len(Stream))
    assert sorted(house.arrived()) == sorted(Message.objects.values_list("message_id", flat=True))
