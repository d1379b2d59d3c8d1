"""A flood came in. Dana takes it out with one decision, sees that it was too much, and takes that back."""

from datetime import timedelta

import pytest

from appeals import invalidating, signing
from appeals.invalidating import Conditions
from appeals.models import Invalidation, Signature, Tally
from kit.refusals import Refused
from tests import people
from tests.people import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def appeal():
    people.an_embassy(country="GB")
    return people.an_open_appeal()


def confirmed(appeal, count: int, **more) -> list[Signature]:
    found = []
    for number in range(count):
        found.append(people.amara_confirms(appeal, email=f"signer{number}@example.org"))
    Signature.objects.filter(pk__in=[one.pk for one in found]).update(**more)
    return found


def everything(appeal, **more) -> Conditions:
    return Conditions(appeal, NOW - timedelta(hours=1), NOW + timedelta(hours=1), **more)


def take_out(conditions, *, expected: int, **more) -> Invalidation:
    invalidation = invalidating.begin(
        **{
            "conditions": conditions,
            "expected": expected,
            "reason": "A flood.",
            "by": people.dana(),
            "now": LATER,
        }
        | more
    )
    while invalidating.carry_on():
        pass
    invalidation.refresh_from_db()
    return invalidation


def states() -> list[tuple[str, str]]:
    return list(Signature.objects.order_by("pk").values_list("state", "state_before"))


def test_a_preview_says_how_many_and_shows_ten(appeal):
    Signature.objects.bulk_create(
        Signature(appeal=appeal, country="GB", language="en", created_at=NOW) for _ in range(12)
    )
    seen = invalidating.preview(everything(appeal))

    assert (seen.count, len(seen.examples)) == (12, 10)


def test_what_fits_all_conditions_is_taken_out_with_its_count_and_nothing_else(appeal):
    flood = confirmed(appeal, 2, network_index="a" * 32)
    other = people.amara_confirms(appeal, email="amara@example.net")
    people.amara_signs(appeal, email="chidi@example.org")  # pending, of another network
    done = take_out(everything(appeal, network_index="a" * 32, country="GB"), expected=2)

    assert (done.state, done.changed, done.by) == ("done", 2, people.dana())
    assert states() == [("invalidated", "confirmed")] * 2 + [("confirmed", ""), ("pending", "")]
    assert Tally.objects.get().confirmed == 1
    assert {one.pk for one in done.signatures.all()} == {one.pk for one in flood}
    assert other.pk not in {one.pk for one in flood}


def test_undo_puts_each_back_as_it_was(appeal):
    confirmed(appeal, 2)
    people.amara_signs(appeal, email="chidi@example.org")
    done = take_out(everything(appeal), expected=3)
    assert (Tally.objects.get().confirmed, set(states())) == (
        0,
        {("invalidated", "confirmed"), ("invalidated", "pending")},
    )

    invalidating.undo(invalidation=done, reason="It was a street stand.", by=people.dana(), now=LATER)
    while invalidating.carry_on():
        pass
    done.refresh_from_db()
    assert (done.state, done.restored, done.undone_because) == ("undone", 3, "It was a street stand.")
    assert states() == [("confirmed", "")] * 2 + [("pending", "")]
    assert Tally.objects.get().confirmed == 2
    with pytest.raises(Refused, match="undone already"):
        invalidating.undo(invalidation=done, reason="Again.", by=people.dana(), now=LATER)


def test_paper_leaves_the_count_of_paper(appeal):
    Signature.objects.filter(pk=confirmed(appeal, 1)[0].pk).update(method="paper", keyed_by=people.bela())
    Tally.objects.update(confirmed=0, on_paper=1)
    take_out(everything(appeal), expected=1)

    assert (Tally.objects.get().confirmed, Tally.objects.get().on_paper) == (0, 0)


def test_another_number_than_was_shown_is_refused(appeal):
    confirmed(appeal, 2)
    with pytest.raises(Refused, match="2 signatures fit now, not 1 as before"):
        take_out(everything(appeal), expected=1)
    assert (Invalidation.objects.count(), Tally.objects.get().confirmed) == (0, 2)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"reason": "  "}, "Say why"),
        ({"now": NOW}, "a time that is over"),
        ({"expected": 0}, "1 signatures fit now"),
    ],
)
def test_a_decision_needs_a_reason_and_a_time_that_is_over(appeal, change, why):
    confirmed(appeal, 1)
    with pytest.raises(Refused, match=why):
        take_out(everything(appeal), **{"expected": 1, **change})


def test_who_was_taken_out_cannot_sign_again_unseen(appeal):
    signature = confirmed(appeal, 1)[0]
    take_out(everything(appeal), expected=1)
    people.amara_signs(appeal, email="signer0@example.org", now=LATER)

    signature.refresh_from_db()
    assert signature.state == "invalidated"
    with pytest.raises(Refused):
        signing.confirm(signature=Signature.objects.select_related("appeal").get(), now=LATER)


@pytest.mark.parametrize("many", [1, 3])
def test_a_chunk_costs_the_same_statements_for_one_and_three(appeal, many, django_assert_num_queries):
    confirmed(appeal, many)
    invalidation = invalidating.begin(
        conditions=everything(appeal), expected=many, reason="A flood.", by=people.dana(), now=LATER
    )
    with django_assert_num_queries(8):  # six, and the savepoint around them
        invalidating._one_chunk()
    invalidating.undo(invalidation=invalidation, reason="No flood.", by=people.dana(), now=LATER)
    with django_assert_num_queries(8):
        invalidating._one_chunk()


def test_a_run_goes_on_from_chunk_to_chunk(appeal, monkeypatch):
    monkeypatch.setattr(invalidating, "CHUNK", 2)
    Signature.objects.bulk_create(
        Signature(appeal=appeal, country="GB", language="en", created_at=NOW) for _ in range(5)
    )
    done = take_out(everything(appeal), expected=5)

    assert (done.changed, done.state) == (5, "done")
    assert invalidating.carry_on() is False
