"""The next number to reach: a step that is near enough to be worth one more signature."""

STEPS = (50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000)
BEYOND = 1_000_000


def goal(signatures: int) -> int:
    """The first step above what is reached: 49 -> 50, 50 -> 100; above the last step the next whole million."""
    return next((step for step in STEPS if step > signatures), (signatures // BEYOND + 1) * BEYOND)
