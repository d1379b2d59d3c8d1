"""An address that is never mailed is not mailed in another spelling either."""

from datetime import UTC, datetime

import pytest

from outbox.models import Suppression
from outbox.suppressing import is_suppressed, suppress

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_a_suppressed_box_is_suppressed_in_all_its_spellings():
    suppress(address="amara+bread@gmail.com", reason="asked us", now=NOW)
    everybody = {"a.mara@googlemail.com", "amara@gmail.com", "amara+bread@gmail.com", "chidi@gmail.com"}
    assert is_suppressed(everybody) == everybody - {"chidi@gmail.com"}


def test_the_first_reason_stays():
    suppress(address="amara@example.org", reason="asked us", now=NOW)
    assert suppress(address="AMARA@example.org", reason="bounced", now=NOW).reason == "asked us"
    assert Suppression.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_many_are_asked_about_in_one_query(count, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert is_suppressed(f"amara{number}+x@example.org" for number in range(count)) == set()
