import pytest

from appeals.goals import goal


@pytest.mark.parametrize(
    ("signatures", "next_step"),
    [
        (0, 50),
        (49, 50),
        (50, 100),
        (99, 100),
        (100, 250),
        (999, 1_000),
        (499_999, 500_000),
        (500_000, 1_000_000),
    ],
)
def test_the_next_step_is_above_what_is_reached(signatures, next_step):
    assert goal(signatures) == next_step


def test_beyond_the_last_step_it_goes_on_by_the_million():
    assert [goal(1_000_000), goal(2_400_000)] == [2_000_000, 3_000_000]
