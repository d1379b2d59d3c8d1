"""Where things stand on a letter's page: numbers in millimetres from the page's left and upper edge.

Each file holds the layouts of one standard and names it beside the numbers. `window` is all that the
envelope may show: besides `sender` and `address`, nothing may be printed in it.
"""

from dataclasses import dataclass


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
    sender: Box  # return line, standing on the lower edge of its box
    address: Box  # recipient, hanging from the upper edge of its box
    details: Box  # place, date and reference, standing on the lower edge of its box
    text_top: float  # first page
    next_top: float  # following pages
    left: float  # margins of the text
    right: float
    bottom: float
    footer: float  # middle of the footer line above the page's lower edge
    fold_marks: tuple[float, ...]  # from the upper edge
    sender_align: str = "left"
    width: float = 210  # ISO 216 A4
    height: float = 297


class UnknownLayout(Exception):
    pass


def layout(name: str) -> Layout:
    from letters.layouts.din5008 import FORM_B
    from letters.layouts.uk import DL

    known = {each.name: each for each in (FORM_B, DL)}
    try:
        return known[name]
    except KeyError:
        raise UnknownLayout(f"There is no layout {name!r}. Known: {', '.join(sorted(known))}.") from None
