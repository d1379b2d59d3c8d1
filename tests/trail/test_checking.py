"""Somebody with the database in their hands changes the trail; `check_trail` tells, sentence by sentence."""

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection

from rights.erasing import erase
from tests import people
from tests.people import NOW
from tests.rivals import side_by_side
from trail import checking
from trail.appending import Fact, append
from trail.models import Entry, Head, Reason


def a_fact(reason: str = "") -> Fact:
    by = User.objects.get_or_create(username="dana")[0]
    return Fact("tests.act", by.pk, NOW, "tests.thing 1", {"rows": {}, "many": {}}, reason)


@pytest.fixture
def five(db) -> None:
    append([a_fact(f"Reason {number}.") for number in range(1, 4)])
    append([a_fact(), a_fact()])


def tamper(*statements: str) -> None:
    """As somebody does who may change tables."""
    drops = {
        "sqlite": ["DROP TRIGGER trail_entry_no_update", "DROP TRIGGER trail_entry_no_delete"],
        "postgresql": [
            "SET CONSTRAINTS ALL IMMEDIATE",
            "DROP TRIGGER trail_entry_append_only ON trail_entry",
        ],
    }[connection.vendor]
    with connection.cursor() as cursor:
        for statement in [*drops, *statements]:
            cursor.execute(statement)


CUT = ["DELETE FROM trail_reason WHERE entry_id > 3", "DELETE FROM trail_entry WHERE number > 3"]


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["UPDATE trail_entry SET act = 'other' WHERE number = 2"], ["Entry 2 is not what was written."]),
        (["UPDATE trail_entry SET by_id = by_id WHERE number = 2"], []),
        (
            ["DELETE FROM trail_reason WHERE entry_id = 2", "DELETE FROM trail_entry WHERE number = 2"],
            ["Entries 2 to 2 are missing."],
        ),
        (CUT, ["The trail ends at 3, and its head says 5."]),
        (["DELETE FROM trail_head"], ["The trail ends at 5, and its head says nothing."]),
    ],
    ids=["changed", "not changed", "taken out", "cut off", "no head"],
)
def test_a_change_is_told(five, statements: list[str], said: list[str]) -> None:
    assert list(checking.faults()) == []
    tamper(*statements)
    assert list(checking.faults()) == said


def test_an_end_that_was_noted_elsewhere_tells_of_a_trail_that_was_cut_off_with_its_head(
    five, capsys
) -> None:
    noted = checking.end()
    call_command("check_trail", expect=noted)
    assert noted in capsys.readouterr().out
    third = Entry.objects.get(number=3)
    tamper(*CUT)
    Head.objects.update(number=3, hash=third.hash)
    assert list(checking.faults()) == []
    with pytest.raises(CommandError, match="not whole"):
        call_command("check_trail", expect=noted)


def test_a_reason_that_says_something_else_is_told(five) -> None:
    Reason.objects.filter(pk=1).update(words="Something else.")
    assert list(checking.faults()) == ["The reason of entry 1 is not what was written."]


@pytest.mark.django_db(transaction=True)
def test_two_who_act_at_once_make_one_chain() -> None:
    fact = a_fact()
    side_by_side(lambda: [append([fact]) for _ in range(5)], 4)
    assert list(checking.faults()) == []
    assert list(Entry.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 21))


def test_a_reason_that_names_who_is_erased_goes_and_the_chain_stays_whole(db):
    people.an_embassy(country="GB")
    signature = people.amara_confirms(people.an_open_appeal())
    kept = Reason.objects.count()
    append([a_fact(f"Asked by {signature.name.upper()} herself."), a_fact("Asked by the embassy.")])
    erase(supporter_id=signature.supporter_id, now=NOW)
    assert [one.words for one in Reason.objects.order_by("pk")[kept:]] == ["Asked by the embassy."]
    assert list(checking.faults()) == []
