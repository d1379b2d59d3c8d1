"""What the database itself refuses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from outbox.models import Attempt, Heartbeat, Message, Switch
from tests.outbox.factories import NOW, a_message

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "change",
    [
        {"state": "sent"},
        {"sent_at": NOW},
        {"state": "sending"},
        {"state": "sending", "lease_until": NOW},
        {"state": "sending", "worker": "one"},
        {"lease_until": NOW},
        {"worker": "one"},
        {"begun_at": NOW},
        {"state": "held"},
        {"hold_ref": "news:1"},
        {"state": "failed"},
        {"state": "suppressed"},
        {"state": "cancelled"},
        {"state": "delivered"},
        {"stream": "pigeon"},
    ],
)
def test_a_message_cannot_be_half_of_something(change):
    a_message()
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.update(**change)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "sent", "sent_at": NOW},
        {"state": "sending", "lease_until": NOW, "worker": "one"},
        {"state": "sending", "lease_until": NOW, "worker": "one", "begun_at": NOW},
        {"state": "held", "reason": "wait"},
        {"state": "held", "reason": "wait", "hold_ref": "news:1"},
        {"state": "expired"},
    ],
)
def test_a_message_can_be_whole(change):
    a_message()
    assert Message.objects.update(**change) == 1


def test_nothing_is_accepted_without_a_code_that_says_so():
    message = a_message()
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(message=message, started_at=NOW, ended_at=NOW, outcome="accepted", code=451)


def test_a_pause_says_why():
    with pytest.raises(IntegrityError), transaction.atomic():
        Switch.objects.update_or_create(name="letter", defaults={"paused": True, "at": NOW})


def test_a_heartbeat_is_one_row():
    Heartbeat.beat("outbox.recover", now=NOW)
    Heartbeat.beat("outbox.recover", now=NOW + timedelta(seconds=15))
    assert Heartbeat.objects.values_list("name", "at").get() == (
        "outbox.recover",
        NOW + timedelta(seconds=15),
    )


def test_messages_show_themselves_without_an_address():
    assert str(a_message(to="amara@supporter.example")).startswith("note_letter ")
