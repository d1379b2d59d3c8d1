"""Read WeasyPrint's laid out boxes: the lengths that a PDF has with six decimals only. Just while a flow shell is compiled.

They are inside of WeasyPrint 70. A box that is not as expected here is no error: the page has no flow shell, and what is
read is proved by a render (flow_compiling.py).
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from letters.engine.shaping import UNITS, CannotStamp
from letters.engine.sheets import EMPTY, ENDED, TEXT
from letters.engine.stacking import Block, Line

Box = Any
_KINDS = {("TextBox",): TEXT, ("TextBox", "InlineBox"): ENDED, ("InlineBox",): EMPTY}
_HAIR = 1 + 1e-9  # WeasyPrint widens a line by it against errors of rounding (split_inline_box)


def in_flow(box: Box) -> list[Box]:
    return [one for one in getattr(box, "children", ()) if one.is_in_normal_flow()]


def found(page: Box, element: Any) -> list[Box]:
    """Return the block before the element's, its own, and all blocks after it, when the page's flow ends with them."""
    way = _way(page, element)
    if not way:
        raise CannotStamp("an element without a block of its own")
    for parent, child in pairwise(way[:-1]):
        children = in_flow(parent)
        at = next(at for at, one in enumerate(children) if one is child)
        if {type(one).__name__ for one in children[at + 1 :]} - {"MarginBox", "FootnoteAreaBox"}:
            raise CannotStamp("something flows after the block around own words")
    around, own = way[-2:]
    blocks = in_flow(around)
    at = next(at for at, one in enumerate(blocks) if one is own)
    if not at:
        raise CannotStamp("a text that begins with own words")
    return blocks[at - 1 :]


def _way(box: Box, element: Any) -> list[Box]:
    """All boxes from this one down to the element's."""
    for child in in_flow(box):
        if child.element is element:
            return [box, child]
        if way := _way(child, element):
            return [box, *way]
    return []


def block_of(box: Box) -> Block:
    inside = in_flow(box)
    if type(box).__name__ != "BlockBox" or not (box.top_margin_collapses() and box.bottom_margin_collapses()):
        raise CannotStamp("a block that is more than a block of text")
    if len({type(one).__name__ for one in inside}) > 1:
        raise CannotStamp("lines beside blocks")
    return Block(
        box.margin_top,
        box.margin_bottom,
        None if box.style["height"] == "auto" else box.height,
        tuple(_line(one) if type(one).__name__ == "LineBox" else block_of(one) for one in inside),
    )


def kinds_of(paragraphs: Sequence[Box]) -> dict[str, Line]:
    """How high the lines of own words are, by their kind; only of those that are there."""
    kinds: dict[str, Line] = {}
    for line in (line for paragraph in paragraphs for line in paragraph.children):
        kind = _KINDS.get(tuple(type(one).__name__ for one in line.children))
        if kind is None:
            raise CannotStamp("a line with more than text in it")
        if kinds.setdefault(kind, _line(line)) != _line(line):
            raise CannotStamp("own words' lines differ in height")
    return kinds


def _line(box: Box) -> Line:
    """Of a line without text in it only the height counts."""
    texts = [one for one in box.children if type(one).__name__ == "TextBox"]
    return Line(box.height, -box.baseline, texts[0].baseline if texts else box.baseline)


def end_of(box: Box) -> tuple[float, list[float]]:
    """Where the next block begins, without the margins that adjoin it; and these (CSS 2.2, 8.3.1)."""
    margins = [box.margin_bottom]
    last = in_flow(box)[-1:]
    while last and type(last[0]).__name__ == "BlockBox" and box.style["height"] == "auto":
        (box_inside,) = last
        margins.append(box_inside.margin_bottom)
        last = in_flow(box_inside)[-1:]
    return box.border_box_y() + box.border_height(), margins


def width_of(paragraph: Box) -> int:
    """How wide a line may be, in Pango's units, as WeasyPrint hands it to Pango."""
    left = paragraph.content_box_x()
    return int(((left + paragraph.width) * _HAIR - left) * UNITS)
