"""An address that is never mailed is not mailed in another spelling either."""

from datetime import UTC, datetime

import pytest

from outbox.models import Suppression
from outbox.suppressing import suppress

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_a_suppressed_box_is_suppressed_in_all_its_spellings():
    for spelling in ("amara+bread@gmail.com", "a.mara@googlemail.com", "amara@gmail.com"):
        suppress(address=spelling, reason="asked us", now=NOW)
    suppress(address="chidi@gmail.com", reason="bounced", now=NOW)
    assert set(Suppression.objects.values_list("reason", flat=True)) == {"asked us", "bounced"}
    assert Suppression.objects.count() == 2


def test_the_first_reason_stays():
    suppress(address="amara@example.org", reason="asked us", now=NOW)
    assert suppress(address="AMARA@example.org", reason="bounced", now=NOW).reason == "asked us"
    assert Suppression.objects.count() == 1
