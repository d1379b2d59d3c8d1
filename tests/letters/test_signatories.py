"""The list names people as they chose, and nobody else: in the order of signing, as of the cut-off."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appeals import signing
from appeals.models import Signature
from letters.signatories import Counted, Signatory, stream
from tests import people
from tests.letters.handing_over import LATER, many_sign
from tests.people import NOW

pytestmark = pytest.mark.django_db

CAST = [
    ("Amara Okafor", "Leeds", "name"),
    ("Bela Kovács", "Kraków", "name_town"),
    ("Chidi Adeyemi Eze", "York", "initials"),
    ("Dana Nurlan", "Almaty", "count"),
    ("Ease Without Town", "", "name_town"),
]


def listed(appeal, *, cut_off=LATER, **changes):
    counted = Counted()
    rows = [
        one
        for chunk in stream(appeal_id=appeal.pk, cut_off=cut_off, counted=counted, **changes)
        for one in chunk
    ]
    return rows, counted


def test_each_is_named_as_they_chose(appeal):
    many_sign(appeal, CAST)
    rows, counted = listed(appeal)

    assert rows == [
        Signatory(1, "Amara Okafor", ""),
        Signatory(2, "Bela Kovács", "Kraków"),
        Signatory(3, "C. A. E.", ""),
        Signatory(4, "Ease Without Town", ""),
    ]
    assert counted == Counted(listed=4, only_counted=1)


@pytest.mark.parametrize("moderation", ["waiting", "refused"])
def test_a_name_that_nobody_has_passed_is_counted_and_not_opened(appeal, moderation, monkeypatch):
    rows = many_sign(appeal, CAST)
    decided = {"moderated_by": people.dana(), "moderated_at": NOW, "refused_because": "No."}
    Signature.objects.filter(pk=rows[0].pk).update(
        moderation=moderation, moderation_reasons="own words", **(decided if moderation == "refused" else {})
    )
    found, counted = listed(appeal)

    assert [one.name for one in found] == ["Bela Kovács", "C. A. E.", "Ease Without Town"]
    assert counted == Counted(listed=3, only_counted=1, unread=1)


def test_who_is_only_counted_is_not_even_opened(appeal):
    rows = many_sign(appeal, [CAST[3]])
    with connection.cursor() as cursor:  # no key opens this; whoever tries fails
        cursor.execute(
            "UPDATE appeals_signature SET name = %s WHERE id = %s", [b"\x01 no ciphertext", rows[0].pk]
        )

    assert listed(appeal) == ([], Counted(only_counted=1))


def test_who_signs_after_the_cut_off_or_may_still_think_better_is_not_in_it(appeal):
    many_sign(appeal, CAST[:1])
    people.amara_confirms(appeal, name="Too Late", email="late@example.org", now=NOW + timedelta(seconds=1))
    Signature.objects.exclude(supporter=None).update(display="name", display_wording="x")

    assert [one.name for one in listed(appeal, cut_off=LATER)[0]] == ["Amara Okafor"]
    assert len(listed(appeal, cut_off=LATER + timedelta(seconds=1))[0]) == 2


def test_who_takes_it_back_is_gone_and_the_others_keep_their_order(appeal):
    rows = many_sign(appeal, CAST)
    signing.withdraw(signature=rows[1], now=LATER)

    assert [(one.number, one.name) for one in listed(appeal)[0]] == [
        (1, "Amara Okafor"),
        (2, "C. A. E."),
        (3, "Ease Without Town"),
    ]


def test_who_signs_again_after_the_cut_off_stays_out(appeal):
    rows = many_sign(appeal, CAST)
    Signature.objects.filter(pk=rows[0].pk).update(
        confirmed_at=LATER + timedelta(hours=1), cooling_until=LATER + timedelta(hours=2)
    )

    assert len(listed(appeal)[0]) == 3


def test_whose_name_was_erased_is_only_counted(appeal):
    rows = many_sign(appeal, CAST)
    Signature.objects.filter(pk=rows[0].pk).update(name="", town="")

    assert listed(appeal)[1] == Counted(listed=3, only_counted=2)


def test_people_of_the_same_second_keep_their_order_over_the_edge_of_a_chunk(appeal):
    many_sign(appeal, [(f"Person {number}", "", "name") for number in range(7)])
    Signature.objects.update(confirmed_at=NOW)
    whole = listed(appeal)[0]

    assert [one.name for one in whole] == [f"Person {number}" for number in range(7)]
    for chunk in range(1, 9):
        assert listed(appeal, chunk=chunk)[0] == whole


@pytest.mark.parametrize("count", [3, 300])
def test_it_takes_one_statement_for_a_chunk(appeal, count):
    many_sign(appeal, [(f"Person {number}", "Leeds", "name_town") for number in range(count)])
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert len(listed(appeal)[0]) == count

    assert len(seen) == 1
