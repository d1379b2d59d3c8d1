"""What Chidi, who is a stranger, may be shown."""

import pytest

from campaigns import publishing, reviewing, safety
from campaigns.models import Alias, Beneficiary, Case, Citation, Contact, Event, StatusRecord
from tests.campaigns.cases import case, event, link, person, source
from tests.people import NOW, dana

pytestmark = pytest.mark.django_db


def test_a_claim_is_shown_when_it_is_sourced_read_not_held_back_and_published() -> None:
    about = case()
    shown = event(about, "shown")
    event(about, "secret", held_back=True)
    assert list(safety.shown(Event.objects.all())) == []
    reviewing.review_case(case=about, by=dana(), now=NOW)
    assert list(safety.shown(Event.objects.all())) == []
    publishing.publish(case=about, by=dana(), now=NOW)
    event(about, "new and unread")
    assert list(safety.shown(Event.objects.all())) == [shown]
    assert list(safety.shown(Case.objects.all())) == [about]


def test_a_held_back_person_takes_along_everything_about_them() -> None:
    about, baker, child = case(), person(), person(key="P-2", name="Child", held_back=True)
    link(about, baker)
    link(about, child)
    of_baker, of_child = (
        StatusRecord.objects.create(beneficiary=who, status="at_risk") for who in (baker, child)
    )
    for record in (of_baker, of_child):
        Citation.objects.create(source=source(), status_record=record)
    event(about, "about the child", beneficiary=child)
    Alias.objects.create(beneficiary=child, name="Childish")
    reviewing.review_case(case=about, by=dana(), now=NOW)
    publishing.publish(case=about, by=dana(), now=NOW)
    assert list(safety.shown(Beneficiary.objects.all())) == [baker]
    assert list(safety.shown(StatusRecord.objects.all())) == [of_baker]
    assert list(safety.shown(Event.objects.all())) == []
    assert list(safety.shown(Alias.objects.all())) == []


def test_there_is_no_rule_for_what_was_never_thought_about() -> None:
    with pytest.raises(TypeError, match="Contact"):
        safety.shown(Contact.objects.all())
