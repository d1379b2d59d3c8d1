"""Whose turn is next at an office that letters of several appeals wait for: the appeals take turns, one letter each.

Within an appeal whoever signed first is first. Between appeals the one that waited longest for a turn is first, so that
ten letters of a small appeal are not kept for days by ten thousand of a large one.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TypeVar

T = TypeVar("T")


def in_rounds(queues: Iterable[Sequence[T]], most: int) -> list[T]:
    """Take one of each queue, in the order of the queues, again and again."""
    of_each = [[(nth, number, one) for nth, one in enumerate(queue)] for number, queue in enumerate(queues)]
    in_order = sorted(chain.from_iterable(of_each), key=lambda placed: placed[:2])
    return [one for _nth, _number, one in in_order[:most]]


def position(appeal: int, nth: int, waiting: Mapping[int, int]) -> int:
    """Which turn, from 1, the `nth` letter of an appeal gets; `waiting` has the appeals in the order of their turns.

    The same as its place in `in_rounds`, by counting alone. An appeal that is not in `waiting` comes last.
    """
    found, is_before = nth, True
    for other, count in waiting.items():
        if other == appeal:
            is_before = False
        else:
            found += min(count, nth if is_before else nth - 1)
    return found
