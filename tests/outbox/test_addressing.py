"""One statement addresses everybody: with what is theirs, copied unopened, and as if each had been queued alone."""

import pytest
from django.db import connection

from outbox.addressing import enqueue_to
from outbox.models import Message
from outbox.queueing import Row, enqueue_many
from outbox.suppressing import suppress
from supporters.identity import keep
from supporters.models import Supporter
from tests.outbox.factories import register_notes
from tests.people import NOW

pytestmark = pytest.mark.django_db

PEOPLE = ("amara@example.org", "bela+news@gmail.com", "ольга@пример.рф", "dana@example.net")
COLUMNS = [field.name for field in Message._meta.concrete_fields if field.name not in {"id", "values"}]


@pytest.fixture(autouse=True)
def _notes():
    register_notes()


def addressed(prefix: str = "note:7:", **more) -> int:
    return enqueue_to(
        Supporter.objects.order_by("pk"),
        kind="note_mailing",
        prefix=prefix,
        values={"subject": "News"},
        now=NOW,
        **more,
    )


def everybody() -> list[Supporter]:
    return [keep(email=address, language="en", now=NOW) for address in PEOPLE]


def told() -> list[tuple]:
    return [tuple(getattr(row, name) for name in COLUMNS) for row in Message.objects.order_by("key")]


def test_a_message_is_the_one_that_would_have_been_queued_alone():
    people = everybody()
    suppress(address="b.ela@googlemail.com", reason="She asked for it.", now=NOW)
    assert addressed(subject_ref="mailing 7") == 4
    at_once, values = told(), [row.values for row in Message.objects.all()]
    Message.objects.all().delete()
    rows = [
        Row(f"note:7:{one.pk}", one.email, {"subject": "News"}, subject_ref="mailing 7") for one in people
    ]
    enqueue_many(kind="note_mailing", rows=rows, now=NOW)
    assert at_once == told()
    assert values == [{"subject": "News"}] * 4
    assert [row.state for row in Message.objects.order_by("key")].count("suppressed") == 1


def test_what_was_addressed_before_is_not_addressed_again():
    everybody()
    assert addressed() == 4
    keep(email="chidi@example.org", language="en", now=NOW)
    assert addressed() == 1
    assert addressed() == 0
    assert addressed(prefix="note:8:") == 5


def test_nobody_is_no_message():
    assert addressed() == 0


@pytest.mark.parametrize("count", [1, 3, 300])
def test_it_is_one_statement_for_any_number(django_assert_num_queries, count):
    Supporter.objects.bulk_create(
        Supporter(
            email=f"a{n}@example.org", email_index=f"{n}", mailbox_index=f"{n}", language="en", created_at=NOW
        )
        for n in range(count)
    )
    with django_assert_num_queries(1):
        assert addressed() == count


def test_an_unknown_kind_is_refused():
    with pytest.raises(LookupError):
        enqueue_to(Supporter.objects.all(), kind="nothing", prefix="x:", values={}, now=NOW)
    assert connection.in_atomic_block
