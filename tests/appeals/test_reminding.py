"""Amara forgot to confirm. She hears of it after one day and after three, with the same link, and never again."""

from datetime import timedelta

import pytest

from appeals import mail, reminding, signing
from appeals.models import Signature
from campaigns.models import StatusRecord
from outbox.models import Message
from tests import people
from tests.outbox.factories import QUEUEING
from tests.people import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def appeal():
    people.an_embassy(country="GB", languages=("de",))
    return people.an_open_appeal()


def reminders():
    return list(Message.objects.filter(kind="reminder").order_by("pk"))


def test_after_one_day_and_after_three_and_never_again(appeal):
    people.amara_signs(appeal)
    hours = [hour for hour in range(24 * 20) if reminding.remind(now=NOW + timedelta(hours=hour))]
    assert hours == [24, 72]
    assert [message.recipient for message in reminders()] == ["amara@example.org"] * 2
    assert Signature.objects.get().reminders == 2


def test_every_mail_has_the_same_link_and_it_works(appeal):
    people.amara_signs(appeal)
    for days in (1, 3):
        reminding.remind(now=NOW + days * DAY)
    drafts = [mail.compose_confirmation(Message.objects.get(kind="confirmation"))]
    drafts += [mail.compose_reminder(message) for message in reminders()]
    link = people.link_in_newest_mail()
    assert [draft.text.count(f"/en/signature/{link}/") for draft in drafts] == [1, 1, 1]
    signature = signing.by_link(link)
    signing.confirm(signature=signature, now=NOW + 3 * DAY)
    assert Signature.objects.get().state == "confirmed"


def test_the_mail_quotes_the_letter_in_her_language_and_says_in_which_it_leaves(appeal):
    people.amara_signs(appeal, own_words="I knew her.", name="Amara Okafor")
    draft = mail.compose_confirmation(Message.objects.get())
    for part in (draft.text, draft.html):
        assert "I write to you about the baker." in part
        assert "It leaves in the language of the office: German." in part
        assert "Words of your own stand in it too." in part
        assert "I knew her" not in part
        assert "Okafor" not in part


def test_the_last_reminder_says_that_it_is_the_last(appeal):
    people.amara_signs(appeal)
    reminding.remind(now=NOW + DAY)
    first = mail.compose_reminder(reminders()[0])
    reminding.remind(now=NOW + 3 * DAY)
    last = mail.compose_reminder(reminders()[1])
    assert "There will be one more, and no other." in first.text
    assert "This is our second and last reminder." in last.html
    assert '<html lang="en" dir="ltr">' in last.html


def test_who_confirmed_or_rejected_is_not_reminded(appeal):
    people.amara_confirms(appeal)
    people.amara_signs(appeal, email="chidi@example.org")
    signing.reject(signature=signing.by_link(people.link_in_newest_mail()), now=NOW)
    assert reminding.remind(now=NOW + DAY) == 0


def test_a_closed_appeal_and_a_case_on_hold_remind_nobody(appeal):
    people.amara_signs(appeal)
    type(appeal).objects.update(act_before=NOW + DAY)
    assert reminding.remind(now=NOW + DAY) == 0
    type(appeal).objects.update(act_before=None)
    StatusRecord.objects.update(status="released")
    assert reminding.remind(now=NOW + DAY) == 0


def test_reminders_keep_to_the_mailboxs_budget_and_wait_for_tomorrow():
    people.an_embassy(country="GB")
    for number, slug in enumerate(("baker", "weaver", "welder", "miner")):
        people.amara_signs(
            people.an_open_appeal(case=people.a_case(slug=slug)), now=NOW + number * timedelta(minutes=1)
        )
    assert Signature.objects.count() == 4
    soon = NOW + DAY + timedelta(minutes=5)
    assert reminding.remind(now=soon) == 3
    assert reminding.remind(now=soon + timedelta(hours=1)) == 0
    assert reminding.remind(now=soon + DAY) == 1


def test_after_an_outage_of_two_weeks_nobody_is_surprised(appeal):
    people.amara_signs(appeal)
    assert reminding.remind(now=NOW + 10 * DAY) == 0


def test_two_ticks_at_once_send_one_mail(appeal, monkeypatch):
    people.amara_signs(appeal)
    seen = list(Signature.objects.select_related("supporter", "appeal"))
    reminding.remind(now=NOW + DAY)
    monkeypatch.setattr(reminding, "_due", lambda now: Signature.objects.filter(pk__in=[s.pk for s in seen]))
    Signature.objects.update(reminders=0)
    assert reminding.remind(now=NOW + DAY) == 0
    assert len(reminders()) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_a_tick_costs_the_same_for_one_and_three(appeal, count, django_assert_num_queries):
    for number in range(count):
        people.amara_signs(appeal, email=f"signer{number}@example.org")
    with django_assert_num_queries(8 + QUEUEING):
        assert reminding.remind(now=NOW + DAY) == count
