"""Amara is forgotten; that a message left for somebody is not."""

import pytest

from outbox.forgetting import forget
from outbox.models import Message
from outbox.queueing import Row, enqueue_many
from tests.outbox.factories import register_notes
from tests.people import NOW

pytestmark = pytest.mark.django_db


def test_what_has_left_forgets_its_recipient_and_what_waits_does_not(django_assert_num_queries):
    register_notes()
    to = ["amara@example.org", "amara@example.org", "bela@example.org"]
    rows = [Row(f"note:{number}", address, {"subject": "Hello"}) for number, address in enumerate(to)]
    enqueue_many(kind="note_mailing", rows=rows, now=NOW)
    Message.objects.exclude(key="note:1").update(state="sent", sent_at=NOW)
    with django_assert_num_queries(1):
        assert forget(address="Amara@Example.org") == 1
    assert list(Message.objects.order_by("key").values_list("recipient", "values")) == [
        ("", {}),
        ("amara@example.org", {"subject": "Hello"}),
        ("bela@example.org", {"subject": "Hello"}),
    ]
