"""Amara complained to her provider: her consent to updates ends with it."""

from datetime import UTC, datetime

import pytest

from outbox.suppressing import suppress
from supporters import consent, identity
from supporters.complaints import withdraw_after_complaints

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def who_asked(email, *purposes):
    supporter = identity.keep(email=email, language="en", now=NOW)
    consent.ask(supporter=supporter, purposes=purposes, language="en", now=NOW)
    consent.give(supporter=supporter, purposes=purposes, now=NOW)
    return supporter


def test_a_complaint_ends_updates_and_nothing_else(django_assert_num_queries):
    amara = who_asked("amara@example.org", "updates", "reply")
    chidi = who_asked("chidi@example.org", "updates")
    suppress(address="amara@example.org", reason="A complaint.", cause="complaint", now=NOW)
    suppress(address="chidi@example.org", reason="Asked us.", now=NOW)
    with django_assert_num_queries(1):
        assert withdraw_after_complaints(now=NOW) == 1
    assert withdraw_after_complaints(now=NOW) == 0
    assert list(consent.live("updates").values_list("supporter", flat=True)) == [chidi.pk]
    assert list(consent.live("reply").values_list("supporter", flat=True)) == [amara.pk]
