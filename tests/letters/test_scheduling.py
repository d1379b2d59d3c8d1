from datetime import timedelta

from letters import scheduling
from letters.models import Letter, Pace
from letters.scheduling import schedule
from tests import people
from tests.letters.factories import LATER, due_letters, ready_letters

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
    ready_letters(appeal, 3)
    read = Pace.objects.select_related
    raced = []

    def read_and_let_the_rival_run(*fields):
        rows = read(*fields)

        class Rows:
            def get(self, **found):
                pace = rows.get(**found)
                if not raced:
                    raced.append(True)
                    assert scheduling._schedule_target(pace.target_id, LATER) == 3
                return pace

        return Rows()

    monkeypatch.setattr(Pace.objects, "select_related", read_and_let_the_rival_run)
    assert schedule(now=LATER) == 0
    assert _turns() == [0 * TWO_MINUTES, TWO_MINUTES, 2 * TWO_MINUTES]
    assert Pace.objects.get().next_at == LATER + 3 * TWO_MINUTES
