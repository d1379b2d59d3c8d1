"""Pausing a campaign: with a reason, by somebody, once."""

import pytest

from campaigns import pausing
from campaigns.models import Campaign
from kit.refusals import Refused
from tests import people
from tests.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    return people.a_case().campaign


def test_it_is_paused_and_goes_on_with_a_reason(campaign):
    pausing.pause(campaign=campaign, by=people.dana(), reason=" The family asked. ", now=NOW)
    assert (campaign.paused_at, campaign.paused_by, campaign.paused_reason) == (
        NOW,
        people.dana(),
        "The family asked.",
    )
    assert pausing.go_on(campaign=campaign, by=people.dana(), reason="They agreed.", now=NOW) == 0
    assert (campaign.paused_at, campaign.paused_by, campaign.paused_reason) == (None, None, "")


def test_without_a_reason_nothing_happens(campaign):
    with pytest.raises(Refused, match="Say why"):
        pausing.pause(campaign=campaign, by=people.dana(), reason=" ", now=NOW)
    assert Campaign.objects.get().paused_at is None


def test_twice_is_refused(campaign):
    pausing.pause(campaign=campaign, by=people.dana(), reason="The family asked.", now=NOW)
    with pytest.raises(Refused, match="paused already"):
        pausing.pause(campaign=campaign, by=people.dana(), reason="Again.", now=NOW)
    pausing.go_on(campaign=campaign, by=people.dana(), reason="They agreed.", now=NOW)
    with pytest.raises(Refused, match="not paused"):
        pausing.go_on(campaign=campaign, by=people.dana(), reason="Again.", now=NOW)
