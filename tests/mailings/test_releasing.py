"""Who gets it is fixed when a person releases it; what nobody has checked, or was taken back, is not released."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns import reviewing
from campaigns.models import Beneficiary, StatusRecord
from kit.refusals import Refused
from mailings import approving, audience, drafting, releasing, wording
from mailings.audience import Audience
from mailings.models import Mailing
from mailings.post import supporter_of
from outbox import suppressing
from outbox.claiming import claim
from outbox.models import Message
from outbox.recovering import recover
from supporters import consent
from supporters.models import Supporter
from tests import people
from tests.mailings.factories import (
    BEFORE,
    LATER,
    again,
    approved,
    approved_update,
    drafted,
    enqueued,
    messages,
    released,
    released_news,
    signers,
)
from tests.people import NOW, bela, dana
from tests.steps import copies, steps


def release(mailing: Mailing) -> None:
    releasing.release(mailing=mailing, by=bela(), now=NOW)


def refusal(mailing: Mailing) -> str:
    with pytest.raises(Refused) as refused:
        release(mailing)
    assert again().state == "approved"
    return refused.value.message


def test_whoever_approved_it_cannot_release_it_and_reads_who_can(appeal):
    bela().user_permissions.add(Permission.objects.get(codename="release_mailing"))
    with pytest.raises(Refused) as refused:
        releasing.release(mailing=approved(appeal), by=dana(), now=NOW)
    assert refused.value.message == (
        "You approved this mailing. A second person has to release it: from then on it leaves. Who can: bela."
    )
    assert again().state == "approved"


@pytest.mark.parametrize("languages", [("en",), ("de", "en", "fr")])
@pytest.mark.parametrize(
    ("body", "many"),
    [
        ("All is well.", 14),
        ("{case}, {people}: {status}. {case_link} {appeal} {appeal_link} {signatures}", 20),
    ],
)
def test_a_release_takes_twenty_statements_at_most_from_the_press_to_the_outbox(
    appeal, languages, body, many
):
    signers(appeal, 3)
    mailing, by = approved_update(appeal, body=body, languages=languages), bela()
    with CaptureQueriesContext(connection) as asked:
        releasing.release(mailing=mailing, by=by, now=NOW, in_morning=True, spread_minutes=60)
        assert releasing.enqueue(mailing=mailing, now=NOW) == 3
    said = [one["sql"] for one in asked.captured_queries]
    # The trail's six are among them.
    assert len([one for one in said if "SAVEPOINT" not in one]) == many


def test_each_reader_gets_the_text_in_their_language_or_in_english_by_one_statement(appeal):
    for number, language in enumerate(("en", "de", "fr")):
        signers(appeal, 1, email=f"reader{number}@example.org", language=language)
    mailing = approved_update(appeal)
    releasing.release(mailing=mailing, by=bela(), now=NOW)
    assert releasing.enqueue(mailing=mailing, now=NOW) == 3
    assert [(one.recipient[:7], one.values["language"]) for one in messages()] == [
        ("reader0", "en"),
        ("reader1", "de"),
        ("reader2", "en"),
    ]


def test_from_released_to_the_outbox(appeal):
    mailing = released(appeal, 2)
    assert (mailing.state, mailing.released_by, messages()) == ("released", bela(), [])
    releasing.see_off(now=LATER)
    assert (again().state, again().addressed) == ("released", 2)
    first, second = messages()
    assert (first.key, first.stream, first.state, first.recipient) == (
        f"mailing:{mailing.pk}:{supporter_of(first)}",
        "mailing",
        "queued",
        "signer0@example.org",
    )
    assert (first.values["mailing"], first.values["language"]) == (mailing.pk, "en")
    assert second.recipient == "signer1@example.org"
    releasing.see_off(now=LATER)
    assert len(messages()) == 2


def test_news_that_nobody_has_read_against_its_source_is_not_released(appeal):
    mailing = approved(appeal, reviewed=False)
    assert refusal(mailing).startswith("Nobody has read the news against its source yet")
    reviewing.review(claims=[mailing.because], by=dana(), now=NOW)
    release(again())
    assert again().state == "released"


def test_news_that_was_taken_back_is_not_released(appeal):
    mailing = approved(appeal)
    StatusRecord.objects.get(pk=mailing.because_id).delete()
    assert refusal(again()) == "The news was taken back: its status record is gone."


def test_what_is_held_back_meanwhile_is_not_released(appeal):
    mailing = approved(appeal)
    Beneficiary.objects.update(held_back=True)
    assert refusal(mailing).startswith("The news, or the person it is about, is held back")


def test_what_was_changed_after_the_approval_is_not_released(appeal):
    mailing = approved(appeal)
    mailing.texts.filter(language="en").update(body="Buy bread.")
    assert refusal(mailing).startswith("The text or the news is not what was approved.")


def test_the_news_itself_changed_after_the_approval(appeal):
    mailing = approved(appeal)
    StatusRecord.objects.filter(pk=mailing.because_id).update(status="transferred")
    assert refusal(again()).startswith("The text or the news is not what was approved.")


def test_a_draft_is_not_released(appeal):
    mailing = drafted(appeal)
    with pytest.raises(Refused, match="cannot become released"):
        release(mailing)


def test_a_mailing_that_reaches_nobody_is_not_released(appeal):
    signers(appeal, wants_updates=False)
    released_news()
    drafting.draft_news(now=NOW)
    approving.submit(mailing=again(), by=bela(), now=NOW)
    approving.approve(mailing=again(), seen=wording.digest(again()), by=dana(), now=NOW)
    assert refusal(again()).startswith("It would reach nobody")


def test_who_is_left_out_and_why(appeal):
    signers(appeal, 3)
    people.amara_confirms(appeal, now=BEFORE, email="german@example.org", language="de", wants_updates=True)
    people.amara_confirms(appeal, now=BEFORE, email="quiet@example.org")
    people.amara_confirms(appeal, now=BEFORE, email="erased@example.org", wants_updates=True)
    people.amara_signs(appeal, now=BEFORE, email="unconfirmed@example.org", wants_updates=True)
    Supporter.objects.get(signatures__in=appeal.signatures.order_by("-pk")[1:2]).delete()
    suppressing.suppress(address="signer0@example.org", reason="Asked by telephone.", now=NOW)
    released_news()
    drafting.draft_news(now=NOW)
    assert audience.count(again(), now=NOW) == Audience(
        acted=6,
        reached=3,
        by_language=(("en", 2), ("de", 1)),
        left_out=((audience.WITHOUT_CONSENT, 1), (audience.SUPPRESSED, 1), (audience.ERASED, 1)),
    )


def test_who_signs_after_the_release_is_not_addressed(appeal):
    mailing = released(appeal)
    appeal.signatures.update(confirmed_at=LATER)
    releasing.enqueue(mailing=mailing, now=LATER)
    assert (again().addressed, messages()) == (0, [])


def test_consent_withdrawn_between_release_and_outbox_counts(appeal):
    mailing = released(appeal)
    consent.withdraw(supporter=Supporter.objects.get(), purpose="updates", now=NOW)
    assert releasing.enqueue(mailing=mailing, now=LATER) == 0


def test_the_same_news_in_two_cases_is_one_mail_to_one_person(appeal):
    other = people.a_case(slug="strike")
    other.beneficiaries.add(Beneficiary.objects.get(key="baker"))
    signers(appeal, 2)
    signers(people.an_open_appeal(case=other), 1)
    released_news()
    drafting.draft_news(now=NOW)
    for mailing in Mailing.objects.order_by("pk"):
        approving.submit(mailing=mailing, by=bela(), now=NOW)
        approving.approve(mailing=mailing, seen=wording.digest(mailing), by=dana(), now=NOW)
    first, second = Mailing.objects.get(case=appeal.case), Mailing.objects.get(case=other)
    release(first)
    assert audience.count(second, now=NOW).left_out == ((audience.TOLD, 1),)
    with pytest.raises(Refused, match="reach nobody"):
        release(second)


def test_languages_without_a_text_get_english(appeal):
    mailing = approved(appeal)
    Supporter.objects.update(language="kk")
    release(mailing)
    releasing.enqueue(mailing=again(), now=LATER)
    assert messages()[0].values["language"] == "en"


def test_cancelling_stops_what_has_not_left_for_good(appeal):
    mailing = enqueued(appeal, 2)
    with pytest.raises(Refused, match="Say why"):
        releasing.cancel(mailing=mailing, reason="", by=dana(), now=LATER)
    assert releasing.cancel(mailing=mailing, reason="She was taken again.", by=dana(), now=LATER) == 2
    assert (again().state, again().cancelled_because) == ("cancelled", "She was taken again.")
    assert [(one.state, one.reason) for one in messages()] == [
        ("cancelled", "The mailing was cancelled: She was taken again.")
    ] * 2


def test_released_and_cancelled_before_a_worker_came(appeal):
    mailing = released(appeal)
    releasing.cancel(mailing=mailing, reason="Not yet.", by=dana(), now=LATER)
    assert releasing.enqueue(mailing=mailing, now=LATER) == 0
    assert messages() == []


@pytest.mark.parametrize("count", [1, 3])
def test_release_and_outbox_cost_the_same_for_one_and_for_three(appeal, count, django_assert_num_queries):
    mailing = approved(appeal, count)
    with django_assert_num_queries(18):  # one is the test's own, for Bela; ten are the trail's
        release(mailing)
    mailing = again()
    with django_assert_num_queries(6):
        releasing.enqueue(mailing=mailing, now=LATER)
    assert again().addressed == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_count_costs_the_same_for_one_and_for_three(appeal, count, django_assert_num_queries):
    mailing = drafted(appeal, count)
    with django_assert_num_queries(2):
        assert audience.count(mailing, now=NOW).reached == count


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite alone counts the steps of its statements")
def test_ticks_cost_the_same_however_many_messages_have_left(appeal):
    enqueued(appeal, 2)
    left, waits = messages()
    Message.objects.filter(pk=waits.pk).update(id=10_000)  # behind all that have left
    left.state, left.sent_at = "sent", NOW
    left.save()
    asked = {
        "news": lambda: drafting.draft_news(now=LATER),
        "see off": lambda: releasing.see_off(now=LATER),
        "recover": lambda: recover(now=LATER),
        "claim": lambda: claim(stream="letter", worker="one", now=NOW),
    }
    before = {name: steps(what) for name, what in asked.items()}
    copies(
        left,
        60,
        lambda number: {"id": 1_000 + number, "key": f"{left.key}{number}", "message_id": f"<{number}@copy>"},
    )
    assert {name: steps(what) for name, what in asked.items()} == before
