"""At the desk: how many rows and ten of them before anything is done; then how far it is, what was refused, stop and go on."""

import re

import pytest
from django.urls import reverse

from bulk import doing
from bulk.models import BulkAct
from outbox.models import Message
from tests.config.doors import in_role
from tests.outbox.factories import NOW, a_message, register_notes
from tests.people import dana

pytestmark = pytest.mark.django_db
MANY = 12
LIST = "admin:outbox_message_changelist"


@pytest.fixture
def desk(client):
    register_notes()
    for number in range(MANY):
        a_message(key=f"note:{number}", to=f"a{number}@office.example")
    in_role(client, "dispatcher")
    return client


def press(client, *, chosen=None, **more):
    pks = Message.objects.values_list("pk", flat=True)[:chosen]
    return client.post(reverse(LIST), {"action": "hold", "_selected_action": list(pks), **more})


def page_of(bulk: BulkAct, name: str = "bulk_bulkact_change") -> str:
    return reverse(f"admin:{name}", args=[bulk.pk])


def test_many_are_looked_at_first_and_done_by_a_worker(desk):
    look = press(desk).text
    assert "12 messages; 10 of them:" in look
    assert look.count("<li>note") == 10
    assert '<input type="submit" value="Hold: do not send it yet">' in look
    assert look.count('name="_selected_action"') == MANY
    answer = press(desk, expected="12", reason="Wrong office?")
    bulk = BulkAct.objects.get()
    assert answer.url == page_of(bulk)
    assert Message.objects.filter(state="held").count() == 0
    page = desk.get(answer.url).text
    assert "<strong>Being done</strong>: 0 of 12 rows, 0 refused" in page
    assert '<meta http-equiv="refresh" content="2">' in page
    doing.carry_on(clock=lambda: NOW)
    page = desk.get(answer.url).text
    assert "<strong>Done</strong>: 12 of 12 rows, 0 refused" in page
    assert "refresh" not in page


def test_all_that_a_list_finds_are_found_again_and_not_sent_to_and_fro(desk):
    look = press(desk, chosen=2, select_across="1").text
    assert look.count('name="_selected_action"') == 1
    assert "12 messages; 10 of them:" in look
    press(desk, chosen=1, select_across="1", expected="12", reason="Wrong office?")
    assert BulkAct.objects.get().rows.count() == MANY


def test_rows_that_came_meanwhile_are_looked_at_once_more(desk):
    again = press(desk, expected="11", reason="Wrong office?").text
    assert "12 rows fit now, not 11 as before. Look at them again." in again
    assert "12 messages; 10 of them:" in again
    assert BulkAct.objects.count() == 0


def test_a_few_are_done_at_once(desk):
    assert "3 messages</h2>" in press(desk, chosen=3).text
    press(desk, chosen=3, expected="3", reason="Wrong office?")
    assert (Message.objects.filter(state="held").count(), BulkAct.objects.count()) == (3, 0)


def test_refusals_stand_with_their_reasons_and_it_can_be_stopped_and_go_on(desk, monkeypatch):
    monkeypatch.setattr(doing, "CHUNK", 5)
    Message.objects.filter(key="note:0").update(state="sent", sent_at=NOW)
    press(desk, expected="12", reason="Wrong office?")
    bulk = BulkAct.objects.get()
    doing.carry_on(clock=lambda: NOW, chunks=1)
    desk.post(page_of(bulk, "bulk_press"), {"stop": "1", "reason": "Too many."})
    page = desk.get(page_of(bulk)).text
    assert "<strong>Stopped</strong>: 5 of 12 rows, 1 refused. Too many." in page
    assert re.search(
        r"<td>1</td><td>A message that is accepted by the mail server cannot be held any more.</td>", page
    )
    assert "Go on with the 7 that wait" in page
    desk.post(page_of(bulk, "bulk_press"), {"go_on": "1"})
    doing.carry_on(clock=lambda: NOW)
    bulk.refresh_from_db()
    assert (bulk.state, bulk.done, bulk.refused) == ("done", 11, 1)


def test_nobody_else_sees_it_but_who_reads_the_trail(desk, client):
    press(desk, expected="12", reason="Wrong office?")
    bulk = BulkAct.objects.get()
    in_role(client, "editor")
    assert list(client.get(reverse("admin:bulk_bulkact_changelist")).context["cl"].result_list) == []
    assert client.post(page_of(bulk, "bulk_press"), {"stop": "1", "reason": "x"}).status_code == 404
    in_role(client, "administrator")
    assert client.get(page_of(bulk)).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(client, rows, django_assert_num_queries):
    in_role(client, "administrator")
    for number in range(rows):
        BulkAct.objects.create(
            name="x", title=str(number), model="outbox.message", by=dana(), at=NOW, expected=1
        )
    client.get(reverse("admin:bulk_bulkact_changelist"))
    with django_assert_num_queries(7):
        client.get(reverse("admin:bulk_bulkact_changelist"))
