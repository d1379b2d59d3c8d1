"""Sixty letters on their way from confirmed signature to office, through Celery, while everything around them dies."""

import time
from collections import Counter
from datetime import timedelta

import pytest
from celery import current_app
from django.utils import timezone

from appeals import merging
from appeals.models import Appeal, Signature
from letters.models import Letter
from outbox.holding import release
from outbox.models import Message
from tests import people
from tests.faults.house import House, states

LETTERS = 60
ARRIVED_AT_KILL = (0, 10, 30)
DEADLINE = 240.0  # as for the other houses: a worker takes its time to start on a machine that is busy

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(tmp_path, broker_url):
    house = House(tmp_path, deadline=DEADLINE, REDIS_URL=broker_url)
    yield house
    house.end()


def many_confirm(appeal: Appeal, how_many: int) -> None:
    """Signatures as `signing.confirm` leaves them: Amara's, and others with a reference of their own."""
    first = people.amara_confirms(appeal, now=timezone.now() - timedelta(hours=2))
    others = []
    for number in range(1, how_many):
        agreed = {**first.agreed, "reference": f"OC-0000-{number:04}"}
        others.append(
            Signature(
                appeal=appeal,
                state=Signature.State.CONFIRMED,
                name=first.name,
                country=first.country,
                language=first.language,
                created_at=first.created_at,
                confirmed_at=first.confirmed_at,
                cooling_until=first.cooling_until,
                reference=agreed["reference"],
                target=first.target,
                email_contact=first.email_contact,
                post_contact=first.post_contact,
                letter_language=first.letter_language,
                agreed=agreed,
                agreed_digest=merging.digest(agreed),
            )
        )
    Signature.objects.bulk_create(others)


def celery(house: House):
    """One process, so that what it was called in the outbox is its own id, and one letter is all it may have in hand."""
    return house.start(
        "-m", "celery", "-A", "config", "worker", "--pool", "solo", "--loglevel", "ERROR", "--without-mingle", "--without-gossip"
    )  # fmt: skip


def test_every_letter_leaves_once_whatever_dies_on_the_way(house, tmp_path, broker_url):
    embassy = people.an_embassy(country="GB")
    embassy.letters_per_hour = 3_600_000
    embassy.save()
    many_confirm(people.an_open_appeal(), LETTERS)
    Message.objects.all().delete()  # Amara's confirmation mail is another story
    server = house.mail_server()
    worker = celery(house)
    house.start("-m", "celery", "-A", "config", "beat", "--loglevel", "ERROR", "--pidfile=", "--schedule", str(tmp_path / "beat"))  # fmt: skip
    # The first one dies while it renders, the others while they send.
    for count in ARRIVED_AT_KILL:
        house.wait_until(Letter.objects.filter(pdf__isnull=False).exists)
        house.wait_for(count)
        house.kill(worker)
        in_hand = Message.objects.filter(begun_at__isnull=False, worker__contains=f"/{worker.pid}/")
        assert in_hand.count() <= 1
        with current_app.connection_for_write(broker_url) as connection:
            connection.default_channel.client.flushall()
        worker = celery(house)
        if count == 10:
            house.kill(server)
            server = house.mail_server()

    while states().get("sent") != LETTERS:
        assert time.monotonic() < house.ends, (
            states(),
            Counter(Letter.objects.values_list("state", "reason")),
        )
        for message in Message.objects.filter(state="held"):
            release(message, by=None, reason="Not in the mail server's log: sent again.", now=timezone.now())
        time.sleep(0.2)

    arrived = Counter(house.arrived())
    assert set(arrived) == set(Message.objects.values_list("message_id", flat=True))
    assert len(arrived) == LETTERS == Letter.objects.filter(state__in=["enqueued", "accepted"]).count()
    # A killed worker has one letter in hand at most; the mail server's own death is one more.
    assert sum(arrived.values()) - LETTERS <= len(ARRIVED_AT_KILL) + 1
