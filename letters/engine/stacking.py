"""Stack blocks and lines as CSS 2.2 says (8.3.1 and 9.4), in the order in which WeasyPrint 70 adds up its numbers.

Numbers are binary fractions, so another order of the same sums could round otherwise in the sixth decimal of a
page's content. Lengths are in CSS pixels, from the upper edge of the page down.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Line:
    """`top`: from the baseline to the line's upper edge, below zero; `baseline`: from the text's upper edge down."""

    height: float
    top: float
    baseline: float

    def to_json(self) -> list[float]:
        return [self.height, self.top, self.baseline]


@dataclass(frozen=True)
class Block:
    """A block without border and padding, which has blocks in it or lines. `height`: None where it is as high as they are."""

    margin_top: float
    margin_bottom: float
    height: float | None
    inside: tuple["Block | Line", ...]

    def to_json(self) -> list[Any]:
        return [self.margin_top, self.margin_bottom, self.height, [one.to_json() for one in self.inside]]

    @classmethod
    def from_json(cls, kept: Sequence[Any]) -> "Block":
        top, bottom, height, inside = kept
        parts = (cls.from_json(one) if len(one) == len(kept) else Line(*one) for one in inside)
        return cls(top, bottom, height, tuple(parts))


def collapse(margins: Sequence[float]) -> float:
    """One margin of those that adjoin (8.3.1)."""
    return max([0, *(margin for margin in margins if margin >= 0)]) + min(
        [0, *(margin for margin in margins if margin <= 0)]
    )


def stack(block: Block, y: float, margins: list[float], baselines: list[float]) -> tuple[float, list[float]]:
    """Put a block below `y` and the `margins` that adjoin it; add the baseline of each of its lines to `baselines`.

    Return where the next one begins, and the margins that adjoin that. A list of margins grows until a line ends it:
    a block's own place counts those of its first descendants.
    """
    margins.append(block.margin_top)
    if not block.inside and not block.height:
        return y, [*margins, block.margin_bottom]  # its own margins collapse through it
    above, inner = margins, y
    for one in block.inside:
        if isinstance(one, Block):
            inner, margins = stack(one, inner, margins, baselines)
            continue
        if margins:
            inner += collapse(margins)
            margins = []
        baselines.append((-one.baseline + (inner - one.top)) + one.baseline)
        inner += one.height
    begin = y + (collapse(above) - block.margin_top)
    height = block.height
    if height is None:
        height = max(0, inner - (begin + block.margin_top))
    else:
        margins = []
    return begin + block.margin_top + height, [*margins, block.margin_bottom]
