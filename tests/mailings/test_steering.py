"""A mailing starts when it was asked to, each reader in their morning, is paused and goes on, and nobody gets it twice or not at all."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.countries import country_choices
from kit.clocks import wall
from kit.refusals import Refused
from kit.zones import zone_of
from mailings import leaving, releasing, timing
from mailings.models import Mailing
from outbox import queueing
from outbox.models import Message
from outbox.sending import send_due
from tests.mailings.factories import LATER, again, approved, enqueued, messages
from tests.mailings.test_mail import Taken, send
from tests.people import NOW, bela, dana

TOMORROW = NOW + timedelta(days=1)
EVENING = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


def out(mailing: Mailing, **how) -> list[datetime]:
    """When each of its messages is due."""
    releasing.release(mailing=mailing, by=bela(), now=NOW, **how)
    releasing.see_off(now=LATER)
    return [message.due_at for message in messages()]


def pause(now=LATER) -> int:
    return releasing.pause(mailing=again(), reason="The family asked.", by=dana(), now=now)


def states() -> list[str]:
    return [message.state for message in messages()]


def test_it_leaves_when_it_was_asked_to(appeal):
    assert out(approved(appeal, 2), starts_at=TOMORROW) == [TOMORROW, TOMORROW]
    assert send().parcels == []
    assert again().state == "released"


def test_a_start_that_is_over_is_now(appeal):
    assert out(approved(appeal), starts_at=NOW - timedelta(days=1)) == [LATER]
    assert again().starts_at is None


def test_each_reader_in_the_morning_of_the_country_that_they_signed_from(appeal):
    mailing = approved(appeal, 2)
    appeal.signatures.filter(supporter=appeal.signatures.latest("pk").supporter).update(country="KZ")
    british, kazakh = out(mailing, starts_at=EVENING, in_morning=True)
    assert british == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    assert kazakh == datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def test_spread_over_an_hour_all_are_due_within_it_and_not_at_once(appeal):
    due = out(approved(appeal, 5), starts_at=TOMORROW, spread_minutes=60)
    assert all(timedelta(0) <= moment - TOMORROW < timedelta(hours=1) for moment in due)
    assert len(set(due)) == 5


@given(
    st.sampled_from([code for code, _name in country_choices()]),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),  # noqa: DTZ001 -- made aware below
)
def test_a_morning_is_never_before_the_start_and_always_in_the_forenoon(country, start):
    begun = start.replace(tzinfo=UTC)
    found = timing.morning(country, start=begun)
    assert timedelta(0) <= found - begun < timedelta(days=1, hours=2)
    assert timing.MORNING <= wall(found, zone_of(country)).time() < timing.FORENOON


def test_a_pause_holds_what_is_due_and_going_on_sends_each_once(appeal):
    enqueued(appeal, 3)
    first = messages()[0]
    Message.objects.filter(pk=first.pk).update(state="sent", sent_at=LATER)
    with pytest.raises(Refused, match="Say why"):
        releasing.pause(mailing=again(), reason=" ", by=dana(), now=LATER)
    assert pause() == 2
    assert states() == ["sent", "held", "held"]
    assert send().parcels == []
    releasing.see_off(now=LATER)
    assert (again().state, states()) == ("paused", ["sent", "held", "held"])
    assert releasing.resume(mailing=again(), by=dana(), now=LATER) == 2
    assert len(send().parcels) == 2
    releasing.see_off(now=LATER)
    assert (again().state, states()) == ("finished", ["sent"] * 3)


def test_what_comes_due_during_a_pause_waits_and_keeps_no_one_waiting_after_it(appeal):
    out(approved(appeal, 2), starts_at=TOMORROW)
    assert pause() == 0
    transport = Taken()
    send_due(stream="mailing", clock=lambda: TOMORROW, transport=transport)
    assert (transport.parcels, states()) == ([], ["held", "held"])
    assert releasing.resume(mailing=again(), by=dana(), now=TOMORROW) == 2
    send_due(stream="mailing", clock=lambda: TOMORROW, transport=transport)
    assert len(transport.parcels) == 2


def test_what_a_worker_held_while_the_pause_ended_is_found_and_goes_on(appeal):
    """The worker read "paused", somebody let it go on, and then the worker wrote "held"."""
    mailing = enqueued(appeal, 2)
    held = {"state": "held", "reason": "The mailing is paused.", "hold_ref": leaving.mailing_ref(mailing.pk)}
    Message.objects.filter(pk=messages()[0].pk).update(**held)
    releasing.see_off(now=LATER)
    assert states() == ["queued", "queued"]


def test_a_paused_mailing_is_cancelled_with_all_that_it_held(appeal):
    enqueued(appeal, 2)
    pause()
    assert releasing.cancel(mailing=again(), reason="It was wrong.", by=dana(), now=LATER) == 2
    assert (again().state, again().paused_at, states()) == ("cancelled", None, ["cancelled"] * 2)


def test_paused_before_a_worker_came_it_is_enqueued_when_it_goes_on(appeal):
    mailing = approved(appeal)
    releasing.release(mailing=mailing, by=bela(), now=NOW)
    pause(NOW)
    releasing.see_off(now=LATER)
    assert messages() == []
    releasing.resume(mailing=again(), by=dana(), now=LATER)
    releasing.see_off(now=LATER)
    assert states() == ["queued"]


def test_only_what_was_released_is_paused_and_only_what_is_paused_goes_on(appeal):
    mailing = approved(appeal)
    with pytest.raises(Refused, match="cannot become paused"):
        pause()
    with pytest.raises(Refused, match="not paused"):
        releasing.resume(mailing=mailing, by=dana(), now=NOW)
    out(mailing)
    pause()
    with pytest.raises(Refused, match="Let it go on instead"):
        releasing.release(mailing=again(), by=bela(), now=LATER)


def test_a_message_has_the_same_id_however_it_was_put_into_the_outbox(appeal):
    out(approved(appeal), starts_at=TOMORROW, spread_minutes=5)
    assert messages()[0].message_id == queueing.message_id(messages()[0].key)
