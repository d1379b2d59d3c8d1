"""Names are found in any script and spelling that a source uses."""

import pytest

from campaigns.models import Alias
from campaigns.names import search_key
from tests.campaigns.cases import named, person


def test_the_key_is_plain_latin_for_cyrillic_kazakh_and_accents() -> None:
    assert search_key("Ержан Елшибаев") == "erzhan elshibaev"
    assert search_key("  Žaqsylyq   O'Neill ") == "zaqsylyq oneill"


@pytest.mark.django_db
def test_a_person_is_found_by_an_alias_in_another_script_and_by_part_of_it() -> None:
    baker = person(name="Erzhan Example")
    person(key="P-2", name="Somebody Else")
    Alias.objects.bulk_create([Alias(beneficiary=baker, name="Ержан Примеров", script="Cyrl")])
    for spelling in ("erzhan example", "ПРИМЕРОВ", "primerov", "Ержан"):
        assert list(named(spelling)) == [baker], spelling


@pytest.mark.django_db
def test_words_that_hold_no_letter_find_nobody() -> None:
    person()
    assert list(named("???")) == []


@pytest.mark.django_db
def test_a_renamed_person_is_found_by_the_new_name() -> None:
    baker = person()
    baker.name = "Miller of Exampletown"
    baker.save()
    assert list(named("miller")) == [baker]
    assert list(named("baker")) == []
