"""What the database itself refuses."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from campaigns.models import Citation, Contact, Figure, StatusRecord, Target
from tests.campaigns.cases import case, event, person, source
from tests.people import NOW, dana

pytestmark = pytest.mark.django_db


def embassy() -> Target:
    return Target.objects.create(key="e", kind="embassy", name="Embassy", represents="KZ", host_country="GB")


def refused(model: type, **fields: object) -> bool:
    try:
        with transaction.atomic():
            model.objects.create(**fields)
    except IntegrityError:
        return True
    return False


def test_a_citation_is_for_exactly_one_claim() -> None:
    one = event(case(), "e1", cited=False)
    figure = Figure.objects.create(case=one.case, topic="t", low=1, high=1, unit="people", said_by="somebody")
    assert refused(Citation, source=source())
    assert refused(Citation, source=source(), event=one, figure=figure)
    assert not refused(Citation, source=source(), event=one)


def test_a_contact_is_what_its_channel_says() -> None:
    target = embassy()
    assert refused(Contact, target=target, channel="email")
    assert refused(Contact, target=target, channel="post")
    assert refused(Contact, target=target, channel="email", email="a@example.org", city="London")
    assert not refused(Contact, target=target, channel="email", email="a@example.org")
    assert not refused(Contact, target=target, channel="post", address_lines="1 Road")
    with pytest.raises(ValidationError) as told:
        Contact(target=target, channel="email").full_clean()
    assert "email" in told.value.message_dict


def test_a_verification_has_a_day_a_person_and_a_way_or_does_not_exist() -> None:
    told = {"target": embassy(), "channel": "email", "email": "a@example.org"}
    assert refused(Contact, **told, health="working")
    assert refused(Contact, **told, health="working", verified_on=date(2026, 1, 1))
    assert refused(Contact, **told, health="working", verified_on=date(2026, 1, 1), verified_by=dana())
    assert refused(Contact, **told, for_demonstration=True)


def test_a_review_has_a_person_and_a_time() -> None:
    about = case()
    told = {"case": about, "topic": "t", "low": 1, "unit": "people", "said_by": "x"}
    assert refused(Figure, **told, review_state="reviewed")
    assert refused(Figure, **told, reviewed_at=NOW, reviewed_by=dana())


def test_a_figure_has_a_number_and_its_ends_in_order() -> None:
    about = case()
    assert refused(Figure, case=about, topic="t", unit="people", said_by="x")
    assert refused(Figure, case=about, topic="t", unit="people", said_by="x", low=9, high=3)
    made = Figure.objects.create(case=about, topic="t", unit="people", said_by="x", high=70)
    assert str(made) == "t: up to 70 people (x)"


def test_a_lifted_hold_has_a_reason() -> None:
    assert refused(
        StatusRecord, beneficiary=person(), status="released", hold_lifted_at=NOW, hold_lifted_by=dana()
    )


def test_an_embassy_stands_for_a_state_in_a_country() -> None:
    assert refused(Target, key="x", kind="embassy", name="Embassy", represents="KZ")
