"""Nobody works out a small number from those that are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.small_numbers import SMALLEST, fold

COUNTS = st.dictionaries(st.sampled_from(["", *"ABCDEFGHIJ"]), st.integers(0, 12))


@pytest.mark.parametrize(
    ("counts", "shown", "others"),
    [
        ({}, [], 0),
        ({"GB": 7}, [("GB", 7)], 0),
        ({"GB": 5, "DE": 9}, [("DE", 9), ("GB", 5)], 0),
        ({"GB": 5, "DE": 5}, [("DE", 5), ("GB", 5)], 0),
        ({"GB": 4}, [], 4),
        # One small country alone would be total minus what is shown: the next smallest is hidden too.
        ({"GB": 30, "DE": 9, "KZ": 1}, [("GB", 30)], 10),
        # Two small ones that are fewer than five together would still be known to be few.
        ({"GB": 30, "DE": 9, "KZ": 1, "FR": 3}, [("GB", 30)], 13),
        ({"GB": 30, "DE": 9, "KZ": 1, "FR": 4}, [("GB", 30), ("DE", 9)], 5),
        ({"GB": 30, "KZ": 4}, [], 34),
        ({"GB": 30, "": 50, "DE": 9}, [("GB", 30)], 59),
    ],
)
def test_small_countries_are_counted_together(counts, shown, others):
    folded = fold(counts)

    assert (folded.shown, folded.others) == (shown, others)


@given(COUNTS)
def test_nothing_is_lost_and_nothing_small_is_shown(counts):
    folded = fold(counts)

    assert sum(many for _code, many in folded.shown) + folded.others == sum(counts.values())
    assert all(many >= SMALLEST and counts[code] == many and code for code, many in folded.shown)


@given(COUNTS)
def test_what_is_hidden_is_not_recovered_by_subtraction(counts):
    """Whoever knows the total and the rule finds for each hidden country at least one other count that fits as well."""
    folded = fold(counts)
    shown = dict(folded.shown)
    hidden = {code: many for code, many in counts.items() if many and code not in shown}
    if not hidden:
        assert folded.others == 0
    elif shown:  # the rest is the total less what is shown, and it is of two or more, and not small itself
        assert len(hidden) >= 2
        assert folded.others >= SMALLEST
    else:  # then nothing is told by country at all
        assert folded.others == sum(counts.values())
