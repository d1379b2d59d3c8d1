"""The house drafts thanks when letters have left, and one reminder in an appeal's last week, to those who asked to be told."""

from datetime import timedelta

import pytest

from mailings import approving, audience, occasions, releasing, wording
from mailings.leaving import SIGNED
from mailings.models import Mailing
from outbox.queueing import enqueue
from tests import people
from tests.mailings.factories import LATER, again, messages, signers
from tests.mailings.test_mail import send
from tests.outbox.factories import register_notes
from tests.people import NOW, bela, dana

SOON = NOW + timedelta(days=5)


def letter_left(signature) -> None:
    register_notes()
    key = f"letter:{signature.pk}:{signature.target_id}:0"
    message, _ = enqueue(kind="note_letter", key=key, to="embassy@mission.example", values={}, now=NOW)
    message.state, message.sent_at = "sent", NOW
    message.save()
    signature.letter_reference = signature.reference
    signature.save()
    signature.appeal.tally.accepted += 1
    signature.appeal.tally.save()


def released() -> Mailing:
    approving.submit(mailing=again(), by=bela(), now=NOW)
    approving.approve(mailing=again(), seen=wording.digest(again()), by=dana(), now=NOW)
    releasing.release(mailing=again(), by=bela(), now=NOW)
    releasing.see_off(now=LATER)
    return again()


def test_thanks_go_to_those_whose_letter_has_left_and_once(appeal):
    first, second = signers(appeal, 2)
    assert occasions.draft_occasions(now=NOW) == 0
    letter_left(first)
    assert [occasions.draft_occasions(now=NOW) for _ in range(2)] == [1, 0]
    assert sorted(again().texts.values_list("language", "subject")) == [
        ("de", "Ihr Brief ist abgeschickt: Freiheit für die Bäckerin"),
        ("en", "Your letter has left: Free the baker"),
    ]
    thanks = released()
    assert [message.recipient for message in messages()] == ["signer0@example.org"]
    later = NOW + timedelta(days=8)
    assert occasions.draft_occasions(now=later) == 0  # nobody is left to thank
    letter_left(second)
    assert occasions.draft_occasions(now=later) == 1
    more = Mailing.objects.exclude(pk=thanks.pk).get()
    assert audience.count(more, now=later).left_out == ((audience.THANKED, 1),)


@pytest.fixture
def weavers(appeal):
    """An urgent action of the same campaign; two people signed for the baker and asked to be told."""
    signers(appeal, 2)
    return people.an_open_appeal(case=people.a_case(slug="weaver"), act_before=SOON)


def test_a_reminder_goes_to_those_who_asked_and_have_not_signed(weavers):
    people.amara_signs(weavers, email="signer1@example.org")  # not confirmed: she is reminded by another mail
    signers(weavers, 1, email="new@example.org")
    assert [occasions.draft_occasions(now=NOW) for _ in range(2)] == [1, 0]
    mailing = again()
    assert (mailing.kind, mailing.appeal, mailing.written_by) == ("reminder", weavers, None)
    assert audience.count(mailing, now=NOW).left_out == ((audience.SIGNED, 2),)
    released()
    assert [message.recipient for message in messages()] == ["signer0@example.org"]
    (parcel,) = send().parcels
    assert b"/en/appeals/free-the-weaver/" in parcel.content


def test_who_signs_before_the_reminder_leaves_does_not_get_it(weavers):
    occasions.draft_occasions(now=NOW)
    released()
    people.amara_confirms(weavers, now=NOW, email="signer0@example.org")
    assert len(send().parcels) == 1
    releasing.see_off(now=LATER)
    assert [(one.state, one.reason) for one in messages()] == [("cancelled", SIGNED), ("sent", "")]


@pytest.mark.parametrize("days", [0.5, 8])
def test_outside_the_last_week_nothing_is_drafted(weavers, days):
    assert occasions.draft_occasions(now=SOON - timedelta(days=days)) == 0
