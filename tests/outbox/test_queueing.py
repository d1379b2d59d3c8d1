import pytest
from django.db import connection

from outbox.models import Message
from outbox.queueing import Row, enqueue, enqueue_many, message_id
from outbox.suppressing import suppress
from tests.outbox.factories import NOW, a_message

pytestmark = pytest.mark.django_db


def test_the_same_key_is_one_message():
    first, created = enqueue(
        kind="note_letter", key="note:1", to="amara@supporter.example", values={"subject": "A"}, now=NOW
    )
    again, created_again = enqueue(
        kind="note_letter", key="note:1", to="chidi@stranger.example", values={"subject": "B"}, now=NOW
    )
    assert (created, created_again) == (True, False)
    assert again == first
    assert Message.objects.get().recipient == "amara@supporter.example"


def test_the_message_id_follows_from_the_key(settings):
    settings.OUTCRY_FROM_EMAIL = "appeals@outcry.example"
    assert (
        a_message(key="note:1").message_id
        == message_id("note:1")
        == "<09165c9d23a9e08f6aa2a9b4@outcry.example>"
    )


def test_what_is_stored_does_not_show_who_gets_it():
    a_message(to="amara@supporter.example", values={"subject": "Planted Marker"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM outbox_message")
        dump = b" ".join(
            str(value).encode() if not isinstance(value, bytes | memoryview) else bytes(value)
            for value in cursor.fetchone()
        )
    assert b"amara" not in dump
    assert b"Planted" not in dump


def test_a_suppressed_mailbox_is_not_queued():
    suppress(address="Amara@Supporter.example", reason="asked us", now=NOW)
    message = a_message(to="amara@supporter.example")
    assert (message.state, message.reason) == ("suppressed", "The address is on the suppression list.")


def rows(count, *, start=0):
    return (
        Row(key=f"note:{n}", to=f"amara{n}@supporter.example", values={"subject": f"No. {n}"})
        for n in range(start, start + count)
    )


@pytest.mark.parametrize("count", [1, 1_000])
def test_queueing_many_takes_a_known_number_of_statements(count, django_assert_num_queries):
    # PostgreSQL looks for suppressed mailboxes while it inserts.
    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 2):
        assert enqueue_many(kind="note_mailing", rows=rows(count), now=NOW) == count
    last = Message.objects.order_by("id").last()
    assert (last.recipient, last.values, last.state, last.due_at) == (
        f"amara{count - 1}@supporter.example",
        {"subject": f"No. {count - 1}"},
        "queued",
        NOW,
    )


def test_queueing_many_twice_adds_only_what_is_new():
    enqueue_many(kind="note_mailing", rows=rows(3), now=NOW)
    assert enqueue_many(kind="note_mailing", rows=rows(5), now=NOW) == 2
    assert Message.objects.count() == 5


def test_queueing_many_stops_the_suppressed():
    suppress(address="amara1@supporter.example", reason="asked us", now=NOW)
    enqueue_many(kind="note_mailing", rows=rows(3), now=NOW)
    assert list(Message.objects.order_by("id").values_list("state", flat=True)) == [
        "queued",
        "suppressed",
        "queued",
    ]


def test_queueing_many_keeps_whatever_was_typed():
    odd = {"subject": "'; DROP \\ \" \u2028 Қ 😀 %s %(given)s"}
    enqueue_many(kind="note_mailing", rows=[Row("note:1", "o'hara@supporter.example", odd)], now=NOW)
    message = Message.objects.get()
    assert (message.recipient, message.values) == ("o'hara@supporter.example", odd)
    assert (message.expires_at, message.created_at, message.tries) == (None, NOW, 0)


def test_an_unknown_kind_is_refused():
    with pytest.raises(LookupError, match="No room has registered messages of the kind rumour"):
        enqueue(kind="rumour", key="rumour:1", to="amara@supporter.example", values={}, now=NOW)
