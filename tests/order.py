"""In which order the files of tests run: those that wait for processes stand between those that calculate.

Three workers on two cores are quick when one of them waits; three demonstrations that start at once are not.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import TypeVar

WAITING = tuple(f"tests/{folder}/" for folder in ("benchmarks", "demo", "faults", "flows"))
# The last part is left to the quick ones: then no worker has a long file to itself at the end.
SHARE = 0.8
T = TypeVar("T")


def spread(items: Sequence[T], *, file_of: Callable[[T], str]) -> list[T]:
    """The same items, each file's together and in their order."""
    files = [(name, list(group)) for name, group in groupby(items, key=file_of)]
    waiting = [group for name, group in files if name.startswith(WAITING)]
    quick = [group for name, group in files if not name.startswith(WAITING)]
    step = max(1, int(len(quick) * SHARE / (len(waiting) or 1)))
    ordered: list[list[T]] = []
    for place, group in enumerate(quick):
        if place % step == 0 and waiting:
            ordered.append(waiting.pop(0))
        ordered.append(group)
    return _flat([*ordered, *waiting])


def _flat(groups: Iterable[Iterable[T]]) -> list[T]:
    return [item for group in groups for item in group]
