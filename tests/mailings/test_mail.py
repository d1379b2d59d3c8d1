"""What leaves: the approved text, why one gets it, how to stop it; and what stops it at the last moment."""

import pytest

from campaigns import pausing, reviewing
from mailings import mail, releasing
from mailings.post import states_of, supporter_of
from outbox.composing import compose
from outbox.foundry import Foundry
from outbox.kinds import kind_of
from outbox.models import Message
from outbox.sending import send_due
from outbox.transports.base import Answer, Parcel, Transport
from supporters import consent
from supporters.models import Supporter
from tests.mailings.factories import LATER, again, enqueued, messages
from tests.people import NOW, dana


class Taken(Transport):
    """A mail server that takes everything."""

    def __init__(self) -> None:
        self.parcels: list[Parcel] = []

    def send(self, parcel: Parcel) -> Answer:
        self.parcels.append(parcel)
        return Answer(250, "2.0.0 Ok")


def send() -> Taken:
    transport = Taken()
    send_due(stream="mailing", clock=lambda: LATER, transport=transport)
    return transport


def reasons() -> list[tuple[str, str]]:
    return [(message.state, message.reason) for message in messages()]


def test_the_mail_as_it_leaves(appeal, settings):
    settings.OUTCRY_URL = "https://appeals.example"
    enqueued(appeal)
    stop = f"https://appeals.example/en/updates/stop/{mail.token_of(supporter_of(messages()[0]))}/"
    draft = mail.compose(messages()[0])
    assert (draft.subject, draft.language, dict(draft.headers)) == (
        "The baker was released.",
        "en",
        {
            "List-Id": "<baker.updates.outcry.example>",
            "Feedback-ID": f"{again().pk}:baker:bread:outcry-example",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    for words in (
        "The baker was released. (20 November 2026)",
        "https://appeals.example/en/cases/baker/",
        stop,
    ):
        assert words in draft.text
        assert words in draft.html
    assert "Amara" not in draft.text


def test_one_click_is_offered_only_where_the_link_is_safe(appeal):
    enqueued(appeal)
    assert "List-Unsubscribe-Post" not in mail.compose(messages()[0]).headers


def test_what_an_editor_typed_is_inert_in_html(appeal):
    enqueued(appeal)
    text = again().texts.get(language="en")
    text.body = "<script>alert(1)</script>"
    assert "<script>" not in mail.draft(text, token="x").html


def test_in_her_language(appeal):
    enqueued(appeal)
    message = messages()[0]
    message.values = {**message.values, "language": "de"}
    draft = mail.compose(message)
    assert draft.language == "de"
    assert "(20. November 2026)" in draft.text
    assert "/de/updates/stop/" in draft.text


@pytest.mark.parametrize("language", ["en", "ru", "de"])
def test_many_mails_of_one_text_are_poured_and_are_what_would_be_composed(appeal, settings, language):
    settings.OUTCRY_URL = "https://appeals.example"
    enqueued(appeal, 3)
    foundry = Foundry()
    for message in messages():
        message.values = {**message.values, "language": language}
        wanted = compose(message, mail.compose(message), now=LATER)
        assert foundry.parcel(message, kind_of("mailing"), now=LATER) == wanted
    assert foundry.ways == {"composed": 1, "poured": 2}


def test_it_leaves_and_the_mailing_is_finished(appeal):
    enqueued(appeal, 2)
    releasing.see_off(now=LATER)
    assert again().state == "released"
    assert len(send().parcels) == 2
    releasing.see_off(now=LATER)
    assert (again().state, states_of(again())) == ("finished", {"accepted by the mail server": 2})


def test_a_consent_withdrawn_meanwhile_stops_the_mail_and_needs_nobody(appeal):
    enqueued(appeal)
    consent.withdraw(supporter=Supporter.objects.get(), purpose="updates", now=NOW)
    assert send().parcels == []
    releasing.see_off(now=LATER)
    assert reasons() == [("cancelled", "The supporter does not want updates any more.")]
    assert again().state == "finished"


def test_a_review_taken_back_meanwhile_holds_the_mail_for_a_person(appeal):
    mailing = enqueued(appeal)
    reviewing.unreview(claims=[mailing.because])
    assert send().parcels == []
    releasing.see_off(now=LATER)
    assert reasons() == [
        ("held", "Nobody has read the news against its source yet: mark the status record as reviewed.")
    ]
    assert again().state == "released"
    assert releasing.cancel(mailing=mailing, reason="It was not true.", by=dana(), now=LATER) == 1


def test_a_text_changed_behind_the_houses_back_does_not_leave(appeal):
    mailing = enqueued(appeal)
    mailing.texts.update(body="Buy bread.")
    assert send().parcels == []
    assert reasons() == [("held", "The text or the news is not what was approved.")]


@pytest.mark.parametrize("count", [1, 3])
def test_asking_whether_they_may_leave_costs_five_questions(appeal, count, django_assert_num_queries):
    enqueued(appeal, count)
    waiting = list(Message.objects.filter(kind="mailing"))
    with django_assert_num_queries(5):
        assert mail.may_leave(waiting, LATER) == {}


def test_a_paused_campaign_holds_the_mail_until_it_goes_on(appeal):
    enqueued(appeal)
    campaign = appeal.case.campaign
    pausing.pause(campaign=campaign, by=dana(), reason="The family asked.", now=LATER)
    assert send().parcels == []
    releasing.see_off(now=LATER)
    assert reasons() == [("held", "The campaign is paused: The family asked.")]
    assert pausing.go_on(campaign=campaign, by=dana(), reason="They agreed.", now=LATER) == 1
    assert len(send().parcels) == 1
