"""She is released: an update to those who acted is drafted at once, in three languages, and leaves nobody's hands."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from campaigns import recording, status
from campaigns.models import Beneficiary, Citation, Source, StatusRecord
from mailings import drafting, tasks
from mailings.models import Mailing, MailingText
from outbox.models import Message
from tests import people
from tests.mailings.factories import drafted, released_news, signers
from tests.people import NOW, bela, dana


def text(language: str) -> tuple[str, str]:
    return MailingText.objects.values_list("subject", "body").get(language=language)


def test_news_becomes_a_draft_that_says_who_what_when_and_from_where(appeal):
    Source.objects.filter(key="S-baker").update(publisher="The Courier", url="https://courier.example/1")
    mailing = drafted(appeal)
    assert (mailing.state, mailing.kind, mailing.case, mailing.written_by) == (
        "draft",
        "status_update",
        appeal.case,
        None,
    )
    assert text("en") == (
        "The baker was released.",
        "The baker was released. (20 November 2026)\n\n"
        "State of knowledge: 21 November 2026\n\n"
        "Where we have this from:\n– A report, The Courier, https://courier.example/1",
    )
    assert "(20. November 2026)" in text("de")[1]
    assert "(20 ноября 2026\u202fг.)" in text("ru")[1]
    assert not Message.objects.filter(kind="mailing").exists()


def test_twice_is_one_draft_and_the_database_says_so_too(appeal):
    mailing = drafted(appeal)
    assert drafting.draft_news(now=NOW) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Mailing.objects.create(case=mailing.case, because=mailing.because, created_at=NOW)


def test_recording_rings_for_it(appeal, monkeypatch):
    rung = []
    monkeypatch.setattr(recording, "wake", rung.append)
    released_news()
    assert rung == ["letters.follow_status", "mailings.draft_news"]


def test_the_tick_finds_what_no_ring_was_heard_for(appeal):
    signers(appeal)
    released_news()
    tasks.draft_news()
    assert Mailing.objects.count() == 1


def test_news_that_nobody_has_read_yet_is_drafted_as_well(appeal):
    assert drafted(appeal, reviewed=False).state == "draft"


def test_nobody_acted_nobody_is_told(appeal):
    people.amara_signs(appeal)
    released_news()
    assert drafting.draft_news(now=NOW) == 0


def test_what_is_held_back_is_drafted_by_nobody(appeal):
    signers(appeal)
    record = released_news(held_back=True)
    assert drafting.draft_news(now=NOW) == 0
    StatusRecord.objects.filter(pk=record.pk).update(held_back=False)
    Beneficiary.objects.update(held_back=True)
    assert drafting.draft_news(now=NOW) == 0


def test_a_new_charge_is_no_such_news(appeal):
    signers(appeal)
    made = StatusRecord.objects.create(beneficiary=Beneficiary.objects.get(), status="charged")
    Citation.objects.create(source=Source.objects.get(), status_record=made)
    assert drafting.draft_news(now=NOW) == 0


def test_a_death_that_the_case_remembers_is_no_news(appeal):
    signers(appeal)
    appeal.case.links.update(remembered=True)
    made = StatusRecord.objects.create(beneficiary=Beneficiary.objects.get(), status="died")
    Citation.objects.create(source=Source.objects.get(), status_record=made)
    assert drafting.draft_news(now=NOW) == 0


def lifted(at) -> StatusRecord:
    record = released_news()
    status.lift_hold(record=record, reason="The demand stands.", by=dana(), now=at)
    return record


def test_a_hold_that_was_lifted_before_any_worker_came_is_news_all_the_same(appeal):
    signers(appeal)
    lifted(NOW + timedelta(minutes=1))
    assert drafting.draft_news(now=NOW) == 1


def test_what_was_known_before_the_appeal_opened_is_news_to_nobody(appeal):
    signers(appeal)
    lifted(NOW - timedelta(days=30))
    assert drafting.draft_news(now=NOW) == 0


def test_two_cases_of_one_person_get_a_draft_each(appeal):
    other = people.a_case(slug="strike")
    other.beneficiaries.add(Beneficiary.objects.get(key="baker"))
    signers(appeal)
    signers(people.an_open_appeal(case=other))
    released_news()
    assert drafting.draft_news(now=NOW) == 2
    assert [one.texts.count() for one in Mailing.objects.all()] == [3, 3]


def test_a_cancelled_draft_is_not_drafted_again(appeal):
    mailing = drafted(appeal)
    Mailing.objects.filter(pk=mailing.pk).update(
        state="cancelled", cancelled_by=bela(), cancelled_at=NOW, cancelled_because="Told by hand."
    )
    assert drafting.draft_news(now=NOW) == 0


def test_a_tick_without_news_costs_one_question(appeal, django_assert_num_queries):
    drafted(appeal)
    with django_assert_num_queries(3):  # one question, and the savepoint around it
        assert drafting.draft_news(now=NOW) == 0
