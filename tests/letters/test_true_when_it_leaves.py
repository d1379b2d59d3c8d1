"""Promise 1 at the last moment: what changes between the queue and the mail server stops the letter, with the reason."""

from datetime import date

import pytest

from appeals import publishing
from campaigns import pausing, verifying
from campaigns.models import Citation, Contact, Source, StatusRecord
from letters import steering
from letters.models import Dispatch
from outbox import pausing as switches
from outbox.models import Message
from outbox.suppressing import suppress
from tests import people
from tests.letters.factories import LATER, enqueued_letters
from tests.letters.sending_off import sent


@pytest.fixture
def message(appeal) -> Message:
    return Message.objects.get(pk=enqueued_letters(appeal)[0].message_id)


def _stopped(message: Message) -> tuple[str, str]:
    assert sent(now=LATER) == []
    message.refresh_from_db()
    return message.state, message.reason


def test_what_is_still_true_leaves(message):
    assert sent(now=LATER) == ["The baker of Exampletown"]


def test_a_change_of_status_stops_it(message):
    record = StatusRecord.objects.get()
    StatusRecord.objects.create(
        key="free",
        beneficiary=record.beneficiary,
        status="released",
        precision="day",
        date_from=date(2026, 11, 22),
        date_to=date(2026, 11, 22),
    )
    assert _stopped(message) == ("held", "The baker: released")


def test_a_change_of_the_approved_text_stops_it(message, appeal):
    appeal.texts.filter(language="en").update(body="Something else.")
    assert _stopped(message) == ("held", "The text in this language is not approved as it stands now.")


def test_a_claim_that_loses_its_source_stops_it(message):
    Citation.objects.filter(source=Source.objects.get()).delete()
    assert _stopped(message) == ("held", "A claim of the case is not sourced or not reviewed.")


def test_an_appeal_that_is_closed_stops_it(message, appeal):
    publishing.close(appeal=appeal, by=people.dana(), reason="She is free.", now=LATER)
    assert _stopped(message) == ("held", "The appeal is closed.")


def test_a_contact_that_fails_stops_it(message):
    verifying.doubt_contacts(contacts=Contact.objects.filter(channel="email"), health="failing")
    assert _stopped(message) == ("held", "The office has no verified, working email address.")


def test_a_contact_that_became_another_stops_it(message):
    Contact.objects.filter(channel="email").update(email="elsewhere@mission.example")
    assert _stopped(message) == (
        "held",
        "The office's email address was changed after the letter was signed.",
    )


def test_a_suppression_stops_it(message):
    suppress(address="embassy-gb@mission.example", reason="They asked us to.", now=LATER)
    assert _stopped(message) == ("suppressed", "The address is on the suppression list.")


def test_a_stopped_dispatch_stops_it_until_it_goes_on(message):
    steering.stop(dispatch=Dispatch.objects.get(), by=people.dana(), reason="Wrong office?", now=LATER)
    assert _stopped(message) == ("held", "Wrong office?")
    steering.go_on(dispatch=Dispatch.objects.get(), by=people.dana(), reason="The right one.", now=LATER)
    assert sent(now=LATER) == ["The baker of Exampletown"]


def test_a_paused_campaign_stops_it_until_it_goes_on(message, appeal):
    campaign = appeal.case.campaign
    pausing.pause(campaign=campaign, by=people.dana(), reason="The family asked.", now=LATER)
    assert _stopped(message) == ("held", "The campaign is paused: The family asked.")
    assert pausing.go_on(campaign=campaign, by=people.dana(), reason="They agreed.", now=LATER) == 1
    assert sent(now=LATER) == ["The baker of Exampletown"]


def test_a_stop_hides_no_untruth(message, appeal):
    """The dispatch goes on by a person's word; a letter that became untrue meanwhile does not go with it."""
    steering.stop(dispatch=Dispatch.objects.get(), by=people.dana(), reason="Wrong office?", now=LATER)
    appeal.texts.filter(language="en").update(body="Something else.")
    assert _stopped(message) == ("held", "The text in this language is not approved as it stands now.")
    assert (
        steering.go_on(dispatch=Dispatch.objects.get(), by=people.dana(), reason="The right one.", now=LATER)
        == 0
    )


def test_everything_paused_stops_it_and_nothing_is_lost(message):
    switches.pause(name="everything", by=people.dana(), reason="Stop.", now=LATER)
    assert _stopped(message) == ("queued", "")
    switches.resume(name="everything", by=people.dana(), now=LATER)
    assert sent(now=LATER) == ["The baker of Exampletown"]
