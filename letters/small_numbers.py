"""Hide small numbers in a table whose total is published, so that nobody works them out again.

Primary suppression: a count under SMALLEST is not shown. Secondary suppression, because total minus what is shown gives
the rest: the rest is always of two countries or more and at least SMALLEST, for which the smallest counts that could be
shown are hidden too. Of how many countries the rest is, is not said. (Handbook on Statistical Disclosure Control,
Hundepool et al. 2010, §4.2: cell suppression.)
"""

from collections.abc import Mapping
from dataclasses import dataclass

SMALLEST = 5


@dataclass(frozen=True)
class Folded:
    shown: list[tuple[str, int]]  # largest first, equal ones by code
    others: int  # 0: nothing had to be hidden


def fold(counts: Mapping[str, int]) -> Folded:
    """`counts` by country code; "" is a country that nobody knows, and is never shown."""
    by_size = sorted(
        ((code, many) for code, many in counts.items() if many), key=lambda one: (-one[1], one[0])
    )
    shown = [(code, many) for code, many in by_size if code and many >= SMALLEST]
    hidden = [many for code, many in by_size if not code or many < SMALLEST]
    while hidden and shown and (len(hidden) < 2 or sum(hidden) < SMALLEST):
        hidden.append(shown.pop()[1])
    return Folded(shown, sum(hidden))
