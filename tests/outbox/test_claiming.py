"""Workers side by side. Real threads on real connections, on either database."""

from collections import Counter

import pytest
from django.db import connection

from kit.encryption import ring
from outbox.claiming import begin, claim, give_back, new_worker
from outbox.kinds import Draft, Kind
from outbox.models import Message
from outbox.queueing import Row, enqueue_many
from outbox.sending import send_due
from outbox.states import Stream
from tests.outbox.factories import NOW, a_message, kind_in_place_of
from tests.rivals import side_by_side


def note(count, *, stream=Stream.MAILING):
    rows = [
        Row(f"note:{number}", f"amara{number}@supporter.example", {"subject": str(number)})
        for number in range(count)
    ]
    enqueue_many(kind=f"note_{stream}", rows=rows, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_claim_the_same_message():
    note(200)

    def claim_until_empty():
        worker, mine = new_worker(), []
        while batch := claim(stream=Stream.MAILING, worker=worker, now=NOW, limit=7):
            mine += [message.pk for message in batch]
        return mine

    claimed = Counter(pk for mine in side_by_side(claim_until_empty, 4) for pk in mine)
    assert (len(claimed), set(claimed.values())) == (200, {1})


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_send_each_message_once(server):
    note(60)
    counts = side_by_side(lambda: send_due(stream=Stream.MAILING, clock=lambda: NOW, limit=10), 3)
    assert sum(counts, Counter()) == {"accepted": 60}
    assert len({mail["Message-ID"] for mail in server.mails}) == len(server.mails) == 60


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("stream", "window"), [(Stream.LETTER, 1), (Stream.MAILING, 20), (Stream.CONFIRMATION, 20)]
)
def test_no_more_than_the_window_is_begun_at_once_and_it_is_committed(server, stream, window):
    """Looked at from another connection, as a person would after the worker's death."""
    begun = []

    def compose(message):
        begun.extend(
            side_by_side(lambda: Message.objects.filter(state="sending", begun_at__isnull=False).count(), 1)
        )
        return Draft("For Erzhan", "Salem.")

    with kind_in_place_of(Kind(f"note_{stream}", stream, compose)):
        note(25, stream=stream)
        send_due(stream=stream, clock=lambda: NOW)
    assert (min(begun), max(begun)) == (min(window, 5), window)


@pytest.mark.django_db
def test_the_oldest_due_leaves_first_and_never_more_than_asked_for():
    for number, minutes in enumerate((2, 0, 1)):
        a_message(key=f"note:{number}", due_at=NOW.replace(minute=minutes))
    batch = claim(stream=Stream.LETTER, worker="one", now=NOW.replace(minute=5), limit=2)
    assert [message.key for message in batch] == ["note:1", "note:2"]


@pytest.mark.django_db
def test_a_claim_is_one_statement(django_assert_num_queries):
    note(3)
    with django_assert_num_queries(1):
        batch = claim(stream=Stream.MAILING, worker="one", now=NOW)
    assert [(message.recipient, message.values) for message in batch] == [
        (f"amara{number}@supporter.example", {"subject": str(number)}) for number in range(3)
    ]


@pytest.mark.django_db
def test_only_the_worker_that_claimed_can_begin_or_give_back():
    a_message()
    batch = claim(stream=Stream.LETTER, worker="one", now=NOW)
    assert begin(batch, worker="two", now=NOW) == set()
    assert give_back(batch, worker="two") == 0
    assert give_back(batch, worker="one") == 1
    assert begin(batch, worker="one", now=NOW) == set()


@pytest.mark.django_db
def test_a_message_that_cannot_be_opened_does_not_stop_the_others():
    note(2)
    broken = bytearray(ring().seal(b"amara@supporter.example"))
    broken[-1] ^= 1
    with connection.cursor() as cursor:
        cursor.execute('UPDATE outbox_message SET recipient = %s WHERE "key" = %s', [bytes(broken), "note:0"])
    assert [message.key for message in claim(stream=Stream.MAILING, worker="one", now=NOW)] == ["note:1"]
    held = Message.objects.defer("recipient").get(key="note:0")
    assert (held.state, held.reason) == ("held", "It cannot be opened: the key ring holds no key for it.")
