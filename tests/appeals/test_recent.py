"""Who signed lately: by their choice only, and never more names opened than are shown."""

from datetime import timedelta

import pytest

from appeals.models import Signature
from appeals.recent import MOST, recent
from kit.typed import initials
from tests import people
from tests.people import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def appeal():
    people.an_embassy(country="GB")
    return people.an_open_appeal()


def signs(appeal, number, **changes):
    return people.amara_confirms(
        appeal, email=f"signer{number}@example.org", now=NOW + timedelta(seconds=number), **changes
    )


def test_the_newest_first_and_who_chose_to_be_only_counted_not_at_all(appeal):
    signs(appeal, 1, display="name_town")
    signs(appeal, 2, display="count")
    signs(appeal, 3, display="initials", name="Ольга Зима")
    assert recent(appeal, now=LATER) == ["О. З.", "Amara Okafor, Leeds"]


def test_nobody_is_named_while_they_may_still_think_it_over_or_somebody_has_to_read(appeal):
    signs(appeal, 1, display="name")
    assert recent(appeal, now=NOW + timedelta(minutes=5)) == []
    signs(appeal, 2, display="name", own_words="I knew her.")
    people.amara_signs(appeal, display="name")
    assert recent(appeal, now=LATER) == ["Amara Okafor"]


@pytest.mark.parametrize("signatures", [1, 3, 20])
def test_one_query_and_at_most_five_names(appeal, signatures, django_assert_num_queries):
    for number in range(signatures):
        signs(appeal, number, display="name")
    assert Signature.objects.count() == signatures
    with django_assert_num_queries(1):
        assert len(recent(appeal, now=LATER)) == min(signatures, MOST)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Amara Okafor", "A. O."),
        ("علی رضا", "ع. ر."),
        ("“Jo” O'Neil", "J. O."),
        ("1234", ""),
        ("é́mile", "é́."),
    ],
)
def test_initials_of_real_names(name, short):
    assert initials(name) == short
