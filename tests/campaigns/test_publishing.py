"""A case is published when every public claim has a source and was read; Dana cannot skip it."""

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction

from campaigns import publishing, reviewing
from campaigns.models import Call, CallDemand, Citation, Demand, Event, Figure, StatusRecord
from kit.refusals import Refused
from tests.campaigns.cases import case, event, link, person, source
from tests.people import NOW, bela, dana

pytestmark = pytest.mark.django_db


def test_dana_reads_everything_and_publishes_and_closes() -> None:
    about = case()
    event(about, "e1")
    assert reviewing.review_case(case=about, by=dana(), now=NOW) == 1
    publishing.publish(case=about, by=dana(), now=NOW)
    assert (about.state, about.published_by, about.published_at) == ("published", dana(), NOW)
    publishing.close(case=about, by=dana(), now=NOW)
    assert (about.state, about.closed_by) == ("closed", dana())


def test_an_unsourced_and_an_unread_claim_are_both_named() -> None:
    about = case()
    event(about, "e1")
    Figure.objects.create(case=about, key="f1", topic="t", low=1, high=1, unit="people", said_by="x")
    with pytest.raises(Refused) as refused:
        publishing.publish(case=about, by=dana(), now=NOW)
    assert refused.value.message == (
        "This case cannot be published yet: event e1 lacks a review; figure f1 lacks a source and a review."
    )
    about.refresh_from_db()
    assert about.state == "draft"


def test_what_is_held_back_does_not_stop_a_case() -> None:
    about = case()
    event(about, "secret", cited=False, held_back=True)
    publishing.publish(case=about, by=dana(), now=NOW)
    assert about.state == "published"


def test_a_claim_without_a_source_cannot_be_marked_as_reviewed() -> None:
    bare = event(case(), "e1", cited=False)
    with pytest.raises(Refused, match="has no source"):
        reviewing.review(claims=[bare], by=dana(), now=NOW)


def test_reviewing_twice_keeps_the_first_reviewer_and_unreviewing_clears_it() -> None:
    claim = event(case(), "e1")
    assert reviewing.review(claims=[claim], by=dana(), now=NOW) == 1
    assert reviewing.review(claims=Event.objects.all(), by=dana(), now=NOW) == 0
    assert reviewing.unreview(claims=[claim]) == 1
    claim.refresh_from_db()
    assert (claim.review_state, claim.reviewed_by, claim.reviewed_at) == ("unreviewed", None, None)


def test_whoever_wrote_a_claim_cannot_review_it_and_reads_who_can() -> None:
    dana().user_permissions.add(Permission.objects.get(codename="review_claims"))
    claim = event(case(), "e1", changed_by=bela())
    with pytest.raises(Refused) as refused:
        reviewing.review(claims=[claim], by=bela(), now=NOW)
    assert refused.value.message == (
        "You recorded or last changed “What happened: e1”. A second person has to read it against its source. "
        "Who can: dana."
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.update(review_state="reviewed", reviewed_by=bela(), reviewed_at=NOW)
    assert reviewing.review(claims=[claim], by=dana(), now=NOW) == 1


def test_of_a_case_bela_reviews_what_others_wrote_and_cannot_publish_what_she_recorded() -> None:
    about = case(changed_by=bela())
    own = event(about, "own", changed_by=bela())
    event(about, "other", changed_by=dana())
    assert reviewing.review_case(case=about, by=bela(), now=NOW) == 1
    assert reviewing.own_waiting(case=about, person=bela()) == 1
    with pytest.raises(Refused, match="Nobody else has the right to: an administrator gives it"):
        reviewing.review_case(case=about, by=bela(), now=NOW)
    reviewing.review(claims=[own], by=dana(), now=NOW)
    with pytest.raises(Refused, match="A second person has to publish it"):
        publishing.publish(case=about, by=bela(), now=NOW)
    publishing.publish(case=about, by=dana(), now=NOW)
    assert about.published_by == dana()


def test_a_published_case_is_not_published_again() -> None:
    about = case()
    publishing.publish(case=about, by=dana(), now=NOW)
    with pytest.raises(Refused):
        publishing.publish(case=about, by=dana(), now=NOW)


def test_two_people_press_publish_at_once_and_the_second_is_told() -> None:
    first, second = case(), None
    second = type(first).objects.get(pk=first.pk)
    publishing.publish(case=first, by=dana(), now=NOW)
    with pytest.raises(Refused, match="Somebody else"):
        publishing.publish(case=second, by=dana(), now=NOW)


@pytest.mark.parametrize("cases", [1, 3])
@pytest.mark.parametrize("rows", [1, 3])
def test_looking_for_what_is_missing_takes_nine_statements_for_any_number_of_claims_and_cases(
    rows: int, cases: int, django_assert_num_queries
) -> None:
    several = [case(f"case-{number}") for number in range(cases)]
    for about in several:
        for number in range(rows):
            event(about, f"{about.key}-{number}", cited=False)
    with django_assert_num_queries(9):
        missing = publishing.missing_claims_of([about.pk for about in several])
    assert {pk: len(found) for pk, found in missing.items()} == {about.pk: rows for about in several}


def test_what_is_missing_is_missing_in_every_case_that_tells_it() -> None:
    bakery, strike, fine = case("bakery"), case("strike"), case("fine")
    baker = person()
    link(bakery, baker)
    link(strike, baker)
    unread = StatusRecord.objects.create(key="s1", beneficiary=baker, status="imprisoned")
    Citation.objects.create(source=source(), status_record=unread)
    call = Call.objects.create(key="c1", case=strike, title="Write", kind="letter", state="historic")
    for number in range(2):
        demand = Demand.objects.create(key=f"d{number}", case=bakery, text="Release her.")
        CallDemand.objects.create(call=call, demand=demand)
    missing = publishing.missing_claims_of([bakery.pk, strike.pk, fine.pk])
    assert {pk: sorted(map(str, found)) for pk, found in missing.items()} == {
        bakery.pk: [
            "call c1 lacks a source and a review",
            "demand d0 lacks a source and a review",
            "demand d1 lacks a source and a review",
            "status record s1 lacks a review",
        ],
        strike.pk: ["call c1 lacks a source and a review", "status record s1 lacks a review"],
    }
    for about in (bakery, strike, fine):
        assert publishing.missing_claims(about) == missing.get(about.pk, [])


@pytest.mark.parametrize("rows", [1, 3])
def test_reviewing_a_case_costs_the_same_for_one_and_for_three_claims(
    rows: int, django_assert_num_queries
) -> None:
    about, reader = case(), dana()
    for number in range(rows):
        event(about, f"e{number}")
    with django_assert_num_queries(59):  # the trail's among them: of ten verbs, and five that write
        assert reviewing.review_case(case=about, by=reader, now=NOW) == rows
