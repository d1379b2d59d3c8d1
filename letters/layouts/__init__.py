"""Where things stand on a letter's page: numbers in millimetres from the page's left and upper edge.

Each file holds the layouts of one standard and names it beside the numbers; which country's post wants which stands in
appeals/merging.py. `window` is all that the envelope may show: besides `sender` and `address`, nothing may be printed
in it. `keep_empty` are zones that somebody else prints on.
"""

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(frozen=True)
class Layout:
    name: str
    standard: str
    window: Box
    sender: (
        Box  # of the signer: a return line standing on the lower edge, or a block hanging from the upper one
    )
    address: Box  # recipient, hanging from the upper edge
    details: Box  # place, date and reference, standing on the lower edge
    text_top: float  # first page
    fold_marks: tuple[float, ...]  # from the upper edge
    next_top: float = 30  # following pages, below their running head
    left: float = 25  # margins of the text
    right: float = 20
    bottom: float = 27  # leaves room for the code and its quiet zone
    footer: float = 8  # lowest edge of footer and code above the page's lower edge
    sender_is: str = "line"  # or "block": a line for each part, as a letterhead
    sender_align: str = "left"
    details_align: str = "right"
    keep_empty: tuple[Box, ...] = ()
    width: float = 210  # ISO 216 A4
    height: float = 297


class UnknownLayout(Exception):
    pass


@cache
def known() -> dict[str, Layout]:
    from letters.layouts import din5008, french, post_service, swiss, uk, us

    layouts = (
        din5008.FORM_A,
        din5008.FORM_B,
        swiss.LEFT,
        swiss.RIGHT,
        french.DL_RIGHT,
        uk.DL,
        us.NUMBER_10,
        post_service.ZONES,
    )
    return {each.name: each for each in layouts}


def layout(name: str) -> Layout:
    try:
        return known()[name]
    except KeyError:
        raise UnknownLayout(f"There is no layout {name!r}. Known: {', '.join(sorted(known()))}.") from None
