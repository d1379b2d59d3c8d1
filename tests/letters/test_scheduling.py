from datetime import UTC, datetime, timedelta

import pytest

from campaigns.models import Target
from letters import collecting, dispatching, scheduling, steering
from letters.models import Dispatch, Letter, Pace
from letters.scheduling import schedule
from outbox.models import Message
from tests import people
from tests.letters.factories import LATER, due_letters, ready_letters
from tests.people import NOW
from tests.rivals import side_by_side

TWO_MINUTES = timedelta(minutes=2)  # 30 letters an hour, the general pace


def _turns() -> list[timedelta]:
    return [letter.due_at - LATER for letter in Letter.objects.order_by("due_at")]


def test_letters_get_their_turns_first_confirmed_first_at_the_pace_of_the_target(appeal):
    letters = due_letters(appeal, 3)
    assert [letter.due_at - LATER for letter in letters] == [0 * TWO_MINUTES, TWO_MINUTES, 2 * TWO_MINUTES]
    assert Pace.objects.get().next_at == LATER + 3 * TWO_MINUTES


def test_a_letter_waits_until_the_signer_can_no_longer_change_their_mind(appeal):
    ready_letters(appeal)
    assert schedule(now=LATER - timedelta(seconds=2)) == 0
    assert schedule(now=LATER) == 1


def test_the_pace_is_kept_over_all_appeals(appeal):
    due_letters(appeal, 2)
    other = people.an_open_appeal(case=people.a_case(slug="weaver"))
    due_letters(other, 1)
    assert _turns() == [0 * TWO_MINUTES, TWO_MINUTES, 2 * TWO_MINUTES]


def test_a_target_may_have_a_pace_of_its_own(appeal):
    letter = ready_letters(appeal, 2)[0]
    letter.target.letters_per_hour = 4
    letter.target.save()
    schedule(now=LATER)
    assert _turns() == [timedelta(0), timedelta(minutes=15)]


def test_a_later_tick_goes_on_where_the_earlier_one_ended(appeal):
    due_letters(appeal, 1)
    due_letters(people.an_open_appeal(case=people.a_case(slug="weaver")), 1)
    assert schedule(now=LATER) == 0
    assert _turns() == [timedelta(0), TWO_MINUTES]


def test_two_schedulers_at_once_give_each_turn_once(appeal, monkeypatch):
    """The second one read the pace before the first one moved it."""
    letters = ready_letters(appeal, 3)
    runs = [(Dispatch.objects.get().pk, appeal.pk)]
    read = Pace.objects.select_related
    raced = []

    def read_and_let_the_rival_run(*fields):
        rows = read(*fields)

        class Rows:
            def get(self, **found):
                pace = rows.get(**found)
                if not raced:
                    raced.append(True)
                    assert scheduling._schedule_target(letters[0].target_id, runs, LATER) == 3
                return pace

        return Rows()

    monkeypatch.setattr(Pace.objects, "select_related", read_and_let_the_rival_run)
    assert schedule(now=LATER) == 0
    assert _turns() == [0 * TWO_MINUTES, TWO_MINUTES, 2 * TWO_MINUTES]
    assert Pace.objects.get().next_at == LATER + 3 * TWO_MINUTES


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_side_by_side_double_nothing():
    """Real connections, on either database: every letter one turn, every turn one letter."""
    people.an_embassy(country="GB")
    ready_letters(people.an_open_appeal(), 9)
    for _again in range(3):
        side_by_side(lambda: schedule(now=LATER), 3)
    assert _turns() == [number * TWO_MINUTES for number in range(9)]
    assert Pace.objects.get().next_at == LATER + 9 * TWO_MINUTES
    side_by_side(lambda: dispatching.dispatch_due(now=LATER + timedelta(hours=1)), 3)
    assert Message.objects.filter(kind="letter").count() == 9


@pytest.mark.django_db(transaction=True)
def test_two_collectors_side_by_side_make_one_email():
    people.an_embassy(country="GB")
    ready_letters(people.an_open_appeal(), 3)
    Dispatch.objects.update(channel="collective", switched_at=NOW, switched_because="They block.")
    side_by_side(lambda: collecting.collect(now=LATER), 3)
    assert Message.objects.filter(kind="collective").count() == 1
    assert Letter.objects.filter(state="collected").count() == 3


def test_turns_are_given_for_an_hour_and_the_others_wait_without_one(appeal):
    _at_four_an_hour()
    ready_letters(appeal, 7)
    assert schedule(now=LATER) == 5
    assert _given() == [number * timedelta(minutes=15) for number in range(5)]
    assert schedule(now=LATER + timedelta(minutes=15)) == 0
    assert schedule(now=LATER + timedelta(minutes=45)) == 2
    assert _given() == [number * timedelta(minutes=15) for number in range(7)]


def test_appeals_take_turns_at_one_office_and_within_each_the_first_signed_is_first(appeal):
    ready_letters(appeal, 4)
    other = people.an_open_appeal(case=people.a_case(slug="weaver"))
    ready_letters(other, 2)
    assert schedule(now=LATER) == 6
    order = list(Letter.objects.order_by("due_at").values_list("appeal__slug", flat=True))
    assert order == [
        *("free-the-baker", "free-the-weaver") * 2,
        *("free-the-baker",) * 2,
    ]
    for mine in (appeal, other):
        letters = Letter.objects.filter(appeal=mine).order_by("due_at")
        assert list(letters) == list(letters.order_by("signature__confirmed_at", "pk"))


def test_the_appeal_that_waited_longest_is_first_at_the_next_turn(appeal):
    """Turn by turn, an appeal with one letter is not starved by one with many."""
    _at_four_an_hour()
    ready_letters(appeal, 9)
    schedule(now=LATER)
    other = people.an_open_appeal(case=people.a_case(slug="weaver"))
    ready_letters(other, 1)
    schedule(now=LATER + timedelta(minutes=60))
    weaver = Letter.objects.get(appeal=other)
    assert weaver.due_at == LATER + timedelta(minutes=75)


def test_a_letter_of_a_stopped_dispatch_gets_no_turn_and_gives_back_the_one_it_had(appeal):
    due_letters(appeal, 2)
    steering.stop(dispatch=Dispatch.objects.get(), by=people.dana(), reason="Wrong office?", now=LATER)
    assert dispatching.dispatch_due(now=LATER) == 0
    assert [letter.due_at for letter in Letter.objects.order_by("pk")] == [None, LATER + TWO_MINUTES]
    assert schedule(now=LATER) == 0
    steering.go_on(
        dispatch=Dispatch.objects.get(), by=people.dana(), reason="It is the right one.", now=LATER
    )
    assert schedule(now=LATER) == 1


def test_a_dispatch_that_begins_later_gets_its_turns_then(appeal):
    ready_letters(appeal)
    begin = LATER + timedelta(days=2)
    steering.begin_at(
        dispatch=Dispatch.objects.get(),
        typed=begin.replace(tzinfo=None),
        zone="Europe/London",
        by=people.dana(),
        reason="After the visit.",
        now=NOW,
    )
    assert schedule(now=LATER) == 0
    assert schedule(now=begin) == 1
    assert Letter.objects.get().due_at == begin


def test_letters_leave_in_office_hours_on_working_days_of_the_place(appeal, settings):
    """LATER is a Sunday; the office is in London, where Monday is a working day."""
    settings.OUTCRY_OFFICE_HOURS = "9-17"
    ready_letters(appeal, 2)
    assert schedule(now=LATER) == 0
    monday = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert Pace.objects.get().next_at == monday
    assert schedule(now=monday - timedelta(minutes=20)) == 2
    assert [letter.due_at for letter in Letter.objects.order_by("due_at")] == [monday, monday + TWO_MINUTES]


def test_no_more_letters_a_day_than_the_pace_allows(appeal, settings):
    settings.OUTCRY_LETTERS_PER_DAY = 2
    ready_letters(appeal, 3)
    assert schedule(now=LATER) == 2
    midnight = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
    assert Pace.objects.get().next_at == midnight
    assert schedule(now=midnight) == 1
    assert Letter.objects.latest("due_at").due_at == midnight


def test_a_turn_is_moved_on_by_chance_and_stays_in_its_gap(appeal, settings):
    settings.OUTCRY_JITTER_PERCENT = 50
    due_letters(appeal, 3)
    late = [turn % TWO_MINUTES for turn in _given()]
    assert [turn // TWO_MINUTES for turn in _given()] == [0, 1, 2]
    assert max(late) < TWO_MINUTES / 2
    assert len(set(late)) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_turns_cost_the_same_for_one_letter_and_for_many(appeal, count, django_assert_num_queries):
    ready_letters(appeal, count)
    with django_assert_num_queries(9):
        assert schedule(now=LATER) == count


def test_a_tick_with_nothing_to_give_asks_once(appeal, django_assert_num_queries):
    due_letters(appeal)
    with django_assert_num_queries(1):
        assert schedule(now=LATER) == 0


def _given() -> list[timedelta]:
    return [letter.due_at - LATER for letter in Letter.objects.exclude(due_at=None).order_by("due_at")]


def _at_four_an_hour() -> None:
    target = Target.objects.get()
    target.letters_per_hour = 4
    target.save()
