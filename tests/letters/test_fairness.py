from hypothesis import given
from hypothesis import strategies as st

from letters.fairness import in_rounds, position


def test_two_appeals_take_turns_until_one_has_none_left():
    assert in_rounds([["a1", "a2", "a3"], ["b1"]], 10) == ["a1", "b1", "a2", "a3"]


def test_no_more_than_there_are_turns():
    assert in_rounds([["a1", "a2"], ["b1", "b2"]], 3) == ["a1", "b1", "a2"]


def test_the_fourth_letter_of_a_large_appeal_waits_for_the_whole_small_one():
    assert position(1, 4, {1: 10, 2: 2}) == 6
    assert position(2, 2, {1: 10, 2: 2}) == 4


@given(st.lists(st.integers(0, 6), min_size=1, max_size=5))
def test_counting_says_the_same_as_giving_turns(counts):
    queues = [[(appeal, nth) for nth in range(1, count + 1)] for appeal, count in enumerate(counts)]
    order = in_rounds(queues, 100)
    assert [position(appeal, nth, dict(enumerate(counts))) for appeal, nth in order] == [
        *range(1, len(order) + 1)
    ]
