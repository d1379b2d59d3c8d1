"""What is held back stays so until Dana releases it, and says why."""

import pytest
from django.db import IntegrityError, transaction

from campaigns import publishing, releasing, reviewing, safety
from campaigns.models import Beneficiary, Event
from kit.refusals import Refused
from tests.campaigns.cases import case, event, link, person
from tests.people import NOW, bela, dana

pytestmark = pytest.mark.django_db
WHY = "The family has agreed in writing."


def test_a_released_claim_is_shown_and_says_who_released_it_when_and_why() -> None:
    about = case()
    secret = event(about, "secret", held_back=True)
    reviewing.review_case(case=about, by=dana(), now=NOW)
    publishing.publish(case=about, by=dana(), now=NOW)
    assert list(safety.shown(Event.objects.all())) == []
    releasing.release_held_back(row=secret, reason=f" {WHY} ", by=dana(), now=NOW)
    assert list(safety.shown(Event.objects.all())) == [secret]
    assert (secret.released_by, secret.released_at, secret.released_reason) == (dana(), NOW, WHY)


def test_an_unread_claim_is_released_and_still_not_shown() -> None:
    about = case()
    publishing.publish(case=about, by=dana(), now=NOW)
    secret = event(about, "secret", held_back=True)
    releasing.release_held_back(row=secret, reason=WHY, by=dana(), now=NOW)
    assert list(safety.shown(Event.objects.all())) == []


def test_a_person_is_released_like_a_claim() -> None:
    about, child = case(), person(held_back=True)
    link(about, child)
    publishing.publish(case=about, by=dana(), now=NOW)
    releasing.release_held_back(row=child, reason=WHY, by=dana(), now=NOW)
    assert list(safety.shown(Beneficiary.objects.all())) == [child]


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_released_without_a_reason(reason: str) -> None:
    secret = event(case(), "secret", held_back=True)
    with pytest.raises(Refused, match="Say why") as refused:
        releasing.release_held_back(row=secret, reason=reason, by=dana(), now=NOW)
    assert refused.value.field == "reason"
    secret.refresh_from_db()
    assert secret.held_back is True


def test_what_two_people_release_is_released_once() -> None:
    secret = event(case(), "secret", held_back=True)
    releasing.release_held_back(row=Event.objects.get(), reason=WHY, by=dana(), now=NOW)
    with pytest.raises(Refused, match="not held back"):
        releasing.release_held_back(row=secret, reason="Me too.", by=bela(), now=NOW)
    secret.refresh_from_db()
    assert secret.released_by == dana()


def test_held_back_once_more_it_is_not_released_any_more() -> None:
    secret = event(case(), "secret", held_back=True)
    releasing.release_held_back(row=secret, reason=WHY, by=dana(), now=NOW)
    secret.held_back = True
    secret.save()
    secret.refresh_from_db()
    assert (secret.released_by, secret.released_at, secret.released_reason) == (None, None, "")


def test_the_database_knows_no_half_of_a_release() -> None:
    secret = event(case(), "secret", held_back=True)
    for half in ({"released_at": NOW}, {"released_reason": WHY}, {"released_by": dana()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Event.objects.filter(pk=secret.pk).update(held_back=False, **half)
    whole = {"released_at": NOW, "released_reason": WHY, "released_by": dana()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=secret.pk).update(held_back=True, **whole)
