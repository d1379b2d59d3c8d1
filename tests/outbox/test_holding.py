import pytest

from kit.refusals import Refused
from outbox.claiming import begin, claim
from outbox.holding import cancel, hold, mark_sent, release
from outbox.models import Message
from outbox.sending import send_due
from outbox.states import MOVES, State, Stream
from tests.outbox.factories import NOW, a_message
from tests.outbox.mailserver import DROP_AFTER_TEXT

pytestmark = pytest.mark.django_db


def send(stream=Stream.LETTER):
    return dict(send_due(stream=stream, clock=lambda: NOW))


def test_what_is_held_does_not_leave_until_it_is_released(server, admin_user):
    message = a_message()
    assert hold(Message.objects.all(), reason="The prisoner is free.", by=admin_user, now=NOW) == 1
    assert send() == {}
    message.refresh_from_db()
    assert (message.state, message.reason, message.decided_by, message.decided_at) == (
        "held",
        "The prisoner is free.",
        admin_user,
        NOW,
    )
    release(message, by=admin_user, reason="It was a rumour.", now=NOW)
    assert send() == {"accepted": 1}


@pytest.mark.parametrize("decide", [release, cancel])
def test_what_it_is_held_for_stands_only_while_it_is_held(decide):
    message = a_message()
    hold(Message.objects.all(), reason="News.", ref="news:1", by=None, now=NOW)
    message.refresh_from_db()
    assert message.hold_ref == "news:1"
    decide(message, by=None, reason="Looked into.", now=NOW)
    assert message.hold_ref == ""


def test_holding_stops_what_is_claimed_and_leaves_alone_what_has_begun(server):
    waiting, begun = a_message(key="note:1"), a_message(key="note:2")
    batch = claim(stream=Stream.LETTER, worker="one", now=NOW)
    assert begin(batch[1:], worker="one", now=NOW) == {begun.pk}
    assert hold(Message.objects.all(), reason="stop", by=None, now=NOW) == 1
    assert begin(batch[:1], worker="one", now=NOW) == set()
    waiting.refresh_from_db()
    begun.refresh_from_db()
    assert (waiting.state, begun.state) == ("held", "sending")


@pytest.mark.parametrize("count", [1, 3])
def test_holding_many_is_one_statement(django_assert_num_queries, count):
    for number in range(count):
        a_message(key=f"note:{number}")
    with django_assert_num_queries(1):
        assert hold(Message.objects.all(), reason="stop", by=None, now=NOW) == count


def test_a_letter_in_doubt_is_released_under_the_same_message_id(server):
    message = a_message()
    server.script = [DROP_AFTER_TEXT]
    send()
    message.refresh_from_db()
    release(message, by=None, reason="The log does not know it.", now=NOW)
    assert (message.state, message.tries) == ("queued", 0)
    assert send() == {"accepted": 1}
    assert [mail["Message-ID"] for mail in server.mails] == [message.message_id] * 2


def test_a_letter_in_doubt_is_marked_as_sent(server, admin_user):
    message = a_message()
    server.script = [DROP_AFTER_TEXT]
    send()
    message.refresh_from_db()
    mark_sent(message, by=admin_user, reason="In the log as Q0001.", now=NOW)
    assert (message.state, message.sent_at, message.reason) == ("sent", NOW, "In the log as Q0001.")


def test_what_was_never_handed_over_cannot_be_marked_as_sent():
    message = a_message()
    hold(Message.objects.all(), reason="stop", by=None, now=NOW)
    message.refresh_from_db()
    with pytest.raises(Refused, match="never handed to a mail server"):
        mark_sent(message, by=None, reason="I think so.", now=NOW)


def test_a_cancelled_message_never_leaves(server):
    message = a_message()
    cancel(message, by=None, reason="signature withdrawn", now=NOW)
    assert send() == {}
    with pytest.raises(Refused, match="is cancelled and cannot become queued"):
        release(message, by=None, reason="after all", now=NOW)


def test_a_decision_needs_a_reason():
    message = a_message()
    with pytest.raises(Refused, match="Say why") as refusal:
        cancel(message, by=None, reason=" ", now=NOW)
    assert refusal.value.field == "reason"


def test_two_people_decide_and_the_first_wins():
    message = a_message()
    as_chidi_sees_it = Message.objects.get()
    hold(Message.objects.all(), reason="wait", by=None, now=NOW)
    with pytest.raises(Refused, match="has moved on meanwhile"):
        cancel(as_chidi_sees_it, by=None, reason="never", now=NOW)
    message.refresh_from_db()
    assert message.state == "held"


def test_what_has_begun_cannot_be_cancelled():
    message = a_message()
    begin(claim(stream=Stream.LETTER, worker="one", now=NOW), worker="one", now=NOW)
    message.refresh_from_db()
    with pytest.raises(Refused, match="has moved on meanwhile"):
        cancel(message, by=None, reason="never", now=NOW)


def test_nothing_moves_on_from_an_end():
    assert [state for state in State if not MOVES.table[state]] == ["sent", "expired", "cancelled"]
