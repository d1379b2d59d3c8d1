"""Bad news about supporters' mailboxes: what the policy makes of them, and what it leaves alone."""

from datetime import timedelta

import pytest

from kit.mailboxes import mailbox_index
from outbox.forgetting import forget
from outbox.heeding import heed
from outbox.models import Attempt, Message, Notice, Suppression
from outbox.noting import News, note
from outbox.refusals import note_refusals
from tests.outbox.factories import NOW, a_message

pytestmark = pytest.mark.django_db
AMARA, CHIDI = "amara@supporter.example", "chidi@stranger.example"


def told(message, kind, *, at=NOW, now=NOW, key=None, **more):
    news = News(message.pk, key or f"mail:{message.pk}:{kind}:{at}", kind, "mail", at, **more)
    return note([news], now=now)


def mail_to(to=AMARA, *, key="note:1", stream="mailing"):
    return a_message(key=key, to=to, stream=stream)


def suppressed():
    return dict(Suppression.objects.values_list("address_index", "cause"))


def test_the_same_news_twice_is_one_notice():
    message = mail_to()
    assert [told(message, "hard", key="mail:1:0") for _ in range(2)] == [1, 0]
    assert message.notices.count() == 1


def test_what_a_server_said_is_kept_without_the_address_and_never_in_the_future():
    told(mail_to(), "hard", said=f"550 5.1.1 <{AMARA}>: unknown", at=NOW + timedelta(days=400))
    notice = Notice.objects.get()
    assert (notice.said, notice.at) == ("550 5.1.1 <(address)>: unknown", NOW)


@pytest.mark.parametrize("kind", ["hard", "complaint"])
def test_no_such_mailbox_and_a_complaint_stop_at_once(kind):
    told(mail_to(), kind)
    assert heed(now=NOW) == 1
    assert suppressed() == {mailbox_index(AMARA): kind}
    assert mail_to(key="note:2").state == Message.State.SUPPRESSED


@pytest.mark.parametrize("kind", ["soft", "policy", "delay", "passed_on"])
def test_one_of_these_stops_nothing(kind):
    told(mail_to(), kind)
    assert heed(now=NOW) == 0
    assert suppressed() == {}
    assert Notice.objects.unheeded().count() == 0


@pytest.mark.parametrize(("days", "expected"), [((0, 1, 2), 1), ((0, 0, 0), 0), ((0, 1, 70), 0), ((0, 1), 0)])
def test_soft_bounces_stop_after_three_mails_on_three_days_within_two_months(days, expected):
    for number, day in enumerate(days):
        told(mail_to(key=f"note:{number}"), "soft", at=NOW - timedelta(days=day))
    assert heed(now=NOW) == expected


def test_one_mail_that_comes_back_again_and_again_is_one_mail():
    message = mail_to()
    for day in range(5):
        told(message, "soft", at=NOW - timedelta(days=day))
    assert heed(now=NOW) == 0


def test_a_thousand_refusals_by_rule_never_stop_a_mailbox():
    for number in range(9):
        told(mail_to(key=f"note:{number}"), "policy", at=NOW - timedelta(days=number))
    assert heed(now=NOW) == 0


def test_news_of_a_copy_or_of_a_forwarded_mailbox_is_none_of_the_recipient():
    told(mail_to(), "hard", of_recipient=False)
    assert heed(now=NOW) == 0
    assert suppressed() == {}


def test_an_office_is_never_suppressed():
    told(mail_to(stream="letter"), "hard")
    assert heed(now=NOW) == 0
    assert Notice.objects.unheeded().count() == 1


def test_news_of_one_says_nothing_of_another():
    told(mail_to(), "hard")
    told(mail_to(CHIDI, key="note:2"), "soft")
    heed(now=NOW)
    assert suppressed() == {mailbox_index(AMARA): "hard"}


def test_a_person_who_was_forgotten_is_nobodys_mailbox():
    message = mail_to()
    Message.objects.filter(pk=message.pk).update(state="cancelled", reason="done")
    told(message, "hard")
    forget(address=AMARA)
    assert heed(now=NOW) == 0
    assert suppressed() == {}


@pytest.mark.parametrize("count", [1, 3])
def test_many_are_heeded_in_a_known_number_of_statements(count, django_assert_num_queries):
    for number in range(count):
        told(mail_to(f"signer{number}@supporter.example", key=f"note:{number}"), "hard")
    with django_assert_num_queries(7):
        assert heed(now=NOW) == count


def attempt(message, **more):
    at = {"started_at": NOW, "ended_at": NOW}
    return Attempt.objects.create(message=message, **at, **{"outcome": "refused", "code": 550, **more})


def test_a_refusal_in_the_conversation_is_news_too():
    attempt(mail_to(), enhanced="5.1.1", answer="5.1.1 (address): user unknown")
    assert [note_refusals(now=NOW) for _ in range(3)] == [1, 0, 0]
    assert heed(now=NOW) == 1


def test_a_relay_that_refuses_us_without_a_status_makes_nobody_unknown():
    attempt(mail_to(), answer="550 relaying: no such user")
    attempt(mail_to(CHIDI, key="note:2"), outcome="deferred", code=450, enhanced="4.1.1")
    assert note_refusals(now=NOW) == 1
    assert heed(now=NOW) == 0


def test_an_attempt_that_is_written_down_late_is_not_missed():
    attempt(mail_to(), enhanced="5.1.1", pk=900)
    assert note_refusals(now=NOW) == 1
    attempt(mail_to(CHIDI, key="note:3"), enhanced="5.1.1", pk=850)
    assert note_refusals(now=NOW) == 1
