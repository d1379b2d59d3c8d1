"""Dana works through the outbox in the admin. Every move she makes is a verb with a reason."""

import pytest
from django.urls import reverse

from kit.mailboxes import mailbox_index
from outbox.models import Message, Suppression, Switch
from tests.outbox.factories import NOW, a_message

pytestmark = pytest.mark.django_db
LIST = "admin:outbox_message_changelist"


def press(client, action, *messages, model="message", **more):
    data = {"action": action, "_selected_action": [row.pk for row in messages], **more}
    return client.post(reverse(f"admin:outbox_{model}_changelist"), data)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_shows_no_address_and_asks_a_known_number_of_questions(
    admin_client, django_assert_num_queries, count
):
    for number in range(count):
        a_message(key=f"note:{number}", to="amara@supporter.example", subject_ref=f"OC-{number}")
    # session, user, count, rows
    with django_assert_num_queries(4):
        page = admin_client.get(reverse(LIST)).content.decode()
    assert "OC-0" in page
    assert "amara" not in page


def test_one_message_shows_whom_it_is_for_and_can_be_edited_nowhere(admin_client):
    message = a_message(to="amara@supporter.example", values={"subject": "Planted Marker"})
    page = admin_client.get(reverse("admin:outbox_message_change", args=[message.pk])).content.decode()
    assert "amara@supporter.example" in page
    assert "Planted Marker" not in page
    assert 'name="_save"' not in page
    assert 'name="state"' not in page


def test_holding_asks_why_and_keeps_the_answer(admin_client, admin_user):
    message = a_message()
    asked = press(admin_client, "hold", message)
    assert asked.status_code == 200
    assert 'name="reason"' in asked.content.decode()
    assert press(admin_client, "hold", message, reason="").status_code == 200
    message.refresh_from_db()
    assert message.state == "queued"
    press(admin_client, "hold", message, reason="wrong embassy")
    message.refresh_from_db()
    assert (message.state, message.reason, message.decided_by) == ("held", "wrong embassy", admin_user)


def test_release_and_cancel(admin_client):
    first, second = a_message(key="note:1"), a_message(key="note:2")
    press(admin_client, "hold", first, second, reason="wait")
    press(admin_client, "release", first, reason="go")
    press(admin_client, "cancel", second, reason="never")
    assert list(Message.objects.order_by("id").values_list("state", flat=True)) == ["queued", "cancelled"]


def test_a_refused_move_is_said_in_words(admin_client):
    message = a_message()
    page = admin_client.post(
        reverse(LIST),
        {"action": "mark_sent", "_selected_action": [message.pk], "reason": "found it"},
        follow=True,
    ).content.decode()
    assert "This message was never handed to a mail server, so it cannot have left." in page
    message.refresh_from_db()
    assert message.state == "queued"


def test_pause_and_resume(admin_client, admin_user):
    switch, _ = Switch.objects.get_or_create(name="letter", defaults={"at": NOW})
    press(admin_client, "pause", switch, model="switch", reason="embassy closed")
    switch.refresh_from_db()
    assert (switch.paused, switch.reason, switch.by) == (True, "embassy closed", admin_user)
    press(admin_client, "resume", switch, model="switch")
    switch.refresh_from_db()
    assert (switch.paused, switch.reason) == (False, "")


def test_an_address_is_suppressed_without_being_stored(admin_client):
    admin_client.post(
        reverse("admin:outbox_suppression_add"), {"address": "amara@supporter.example", "reason": "asked us"}
    )
    row = Suppression.objects.get()
    assert (row.address_index, row.reason) == (mailbox_index("amara@supporter.example"), "asked us")
    page = admin_client.get(reverse("admin:outbox_suppression_changelist")).content.decode()
    assert "amara" not in page
    assert admin_client.get(reverse("admin:outbox_suppression_change", args=[row.pk])).status_code == 200


def test_heartbeats_are_shown(admin_client):
    assert admin_client.get(reverse("admin:outbox_heartbeat_changelist")).status_code == 200
