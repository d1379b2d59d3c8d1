"""A case with news takes no signature; its page says so, and says what happened once somebody has checked it."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from appeals import signing
from appeals.guarded_form import form_token
from appeals.models import Signature
from appeals.outcome import Outcome, outcome
from campaigns import reviewing, status
from campaigns.models import Beneficiary, Citation, Source, StatusRecord
from kit.refusals import Refused
from tests import people
from tests.people import AMARA, NOW, dana

pytestmark = pytest.mark.django_db
PAGE = "/en/appeals/free-the-baker/"


@pytest.fixture
def appeal():
    people.an_embassy(country="GB")
    with time_machine.travel(NOW, tick=False):
        yield people.an_open_appeal()


def news(**more) -> StatusRecord:
    day = date(2026, 11, 20)
    dated = {"precision": "day", "date_from": day, "date_to": day}
    made = StatusRecord.objects.create(
        beneficiary=Beneficiary.objects.get(), status="released", **dated, **more
    )
    Citation.objects.create(source=Source.objects.get(), status_record=made)
    return made


def test_unchecked_news_stops_signing_and_is_not_told(client: Client, appeal):
    news()
    page = client.get(PAGE).text
    assert "There is news on this case." in page
    assert "was released" not in page
    assert "<form" not in page


def test_checked_news_is_told_in_the_readers_language(client: Client, appeal):
    reviewing.review(claims=[news()], by=dana(), now=NOW)
    assert "<strong>The baker was released. (20 November 2026)</strong>" in client.get(PAGE).text
    german = client.get("/de/appeals/free-the-baker/").text
    assert "(20. November 2026)</strong>" in german


def test_news_of_a_group_is_told_in_the_plural(client: Client, appeal):
    Beneficiary.objects.update(kind=Beneficiary.Kind.GROUP, name="Die Bäcker")
    reviewing.review(claims=[news()], by=dana(), now=NOW)
    german = client.get("/de/appeals/free-the-baker/").text
    assert "<strong>Die Bäcker wurden freigelassen. (20. November 2026)</strong>" in german


def test_what_is_held_back_is_never_told(appeal):
    reviewing.review(claims=[news(held_back=True)], by=dana(), now=NOW)
    assert outcome(appeal.case) == Outcome(news=())


def test_a_form_that_was_open_when_the_news_came_is_answered_and_nothing_is_kept(client: Client, appeal):
    filled = {**AMARA, "token": form_token(), "website": ""}
    with time_machine.travel("2026-11-22T12:00:10Z", tick=False):
        news()
        answer = client.post(PAGE, filled)
    assert (answer.status_code, Signature.objects.count()) == (422, 0)
    assert "There is news on this case." in answer.text


def test_a_link_in_a_mail_confirms_nothing_while_there_is_news(appeal):
    people.amara_signs(appeal)
    record = news()
    waiting = signing.by_link(people.link_in_newest_mail())
    with pytest.raises(Refused, match="There is news on this case"):
        signing.confirm(signature=waiting, now=NOW)
    status.lift_hold(record=record, reason="The demand stands.", by=dana(), now=NOW)
    assert signing.confirm(signature=waiting, now=NOW) is True


def test_a_case_without_news_has_no_outcome(appeal, django_assert_num_queries):
    case = appeal.case
    with django_assert_num_queries(1):
        assert outcome(case) is None
