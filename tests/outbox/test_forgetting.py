"""Amara is forgotten; that a message left for somebody is not."""

import pytest

from outbox.forgetting import forget
from outbox.models import IncomingMail, Message
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
    sent = Message.objects.get(key="note:0")
    report = {"sort": "bounce", "came_through": "stdin", "size": 3, "came_at": NOW}
    IncomingMail.objects.create(digest="1" * 64, message=sent, raw=b"To: amara@example.org", **report)
    IncomingMail.objects.create(digest="2" * 64, raw=b"To: bela@example.org", **report)
    with django_assert_num_queries(2):
        assert forget(address="Amara@Example.org") == 1
    assert list(Message.objects.order_by("key").values_list("recipient", "values")) == [
        ("", {}),
        ("amara@example.org", {"subject": "Hello"}),
        ("bela@example.org", {"subject": "Hello"}),
    ]
    assert list(IncomingMail.objects.order_by("digest").values_list("raw", flat=True)) == [
        b"",
        b"To: bela@example.org",
    ]
