"""A pace that is changed: what was given and has not come is given anew, and what has come still counts."""

from datetime import timedelta

from letters import dispatching
from letters.models import Letter, Pace
from letters.scheduling import schedule
from letters.setting_pace import Wanted, set_pace
from tests import people
from tests.letters.factories import LATER, due_letters, ready_letters

MINUTE = timedelta(minutes=1)


def _wanted(**changes) -> Wanted:
    return Wanted(**{"letters_per_hour": None, "letters_per_day": None, "hours": "", "zone": "", **changes})


def _set(**changes) -> Pace:
    pace = Pace.objects.select_related("target").get()
    return set_pace(target=pace.target, wanted=_wanted(**changes), by=people.dana(), now=LATER + MINUTE)


def _turns() -> list[timedelta]:
    return [letter.due_at - LATER for letter in Letter.objects.exclude(due_at=None).order_by("due_at")]


def test_turns_to_come_are_given_anew_at_the_new_pace(appeal):
    due_letters(appeal, 3)
    dispatching.dispatch_due(now=LATER)
    _set(letters_per_hour=4)
    assert _turns() == [timedelta(0)]
    assert schedule(now=LATER + MINUTE) == 2
    assert _turns() == [timedelta(0), 15 * MINUTE, 30 * MINUTE]


def test_a_faster_pace_begins_at_once_and_not_before_its_gap(appeal):
    due_letters(appeal, 2)
    _set(letters_per_hour=120)
    schedule(now=LATER + MINUTE)
    assert _turns() == [timedelta(0), MINUTE]


def test_what_went_today_counts_for_the_limit_of_the_day(appeal):
    due_letters(appeal, 1)
    dispatching.dispatch_due(now=LATER)
    ready_letters(appeal, 3)
    pace = _set(letters_per_day=2)
    assert (pace.given, str(pace.day)) == (1, "2026-11-22")
    assert schedule(now=LATER + MINUTE) == 1


def test_an_emptied_field_is_as_the_settings_say(appeal):
    due_letters(appeal, 1)
    _set(letters_per_hour=4, hours="9-17", zone="Europe/Berlin")
    pace = _set()
    assert (pace.letters_per_hour, pace.hours, pace.zone) == (None, "", "")
    assert pace.changed_by == people.dana()
