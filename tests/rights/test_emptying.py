"""Taking somebody out of words that stay: what a server or a colleague said of them."""

import json

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.personal import Person, register, spellings
from rights.emptying import take_out
from tests import people

NAMES = ("Amara Okafor", "Әлия Ō'Brien-Şahin", 'Ann "Bo" Li', "amara@example.org")


@pytest.mark.django_db
@settings(max_examples=30)
@given(
    before=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20),
    name=st.sampled_from(NAMES),
    written=st.sampled_from([str, str.upper, lambda name: json.dumps(name)[1:-1]]),
)
def test_no_spelling_of_a_name_is_left_in_what_staff_noted(before, name, written):
    entry = LogEntry.objects.create(
        user=people.bela(), object_repr="OC-1", action_flag=CHANGE, change_message=f"{before}{written(name)}."
    )
    (declared,) = [one for one in register() if one.model is LogEntry]
    (quotes,) = [kept for kept in declared.kept if kept.quotes]
    person = Person(1, "amara@example.org", "", (name,))
    assert list(quotes.of(person)) == [entry]

    assert take_out(declared, quotes, [entry.pk], words=person.words) == 1
    entry.refresh_from_db()
    assert entry.change_message.endswith("….")
    assert [one for one in spellings(name) if one.casefold() in entry.change_message.casefold()] == []
    entry.delete()


@pytest.mark.django_db
def test_a_short_name_is_taken_out_where_it_stands_by_itself_alone():
    entry = LogEntry.objects.create(
        user=people.bela(),
        object_repr="OC-1",
        action_flag=CHANGE,
        change_message="Al also called; al, again.",
    )
    (declared,) = [one for one in register() if one.model is LogEntry]
    (quotes,) = [kept for kept in declared.kept if kept.quotes]
    take_out(declared, quotes, [entry.pk], words=("Al",))

    entry.refresh_from_db()
    assert entry.change_message == "… also called; …, again."
