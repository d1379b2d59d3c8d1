"""How a letter of one layout is folded and put into its envelope, as numbers for a drawing: millimetres throughout.

A sheet in three parts is folded like a Z: the lower part up over the text, the upper part back, so that the address lies in
front. The drawing is made from the layout's own numbers, so a layout that is new needs nothing here.
"""

from dataclasses import dataclass

from letters.layouts import Box, Layout

# ISO 269 DL for ISO 216 A4; the American number 10 for a sheet of 8½ × 11 inches.
A4_WIDTH = 210
DL, NUMBER_10 = (220.0, 110.0), (241.3, 104.8)


@dataclass(frozen=True)
class Folding:
    """`folds` from the sheet's upper edge; `envelope` is wide × high, `window` stands in the envelope."""

    sheet: tuple[float, float]
    folds: tuple[float, ...]
    has_marks: bool
    address: Box
    envelope: tuple[float, float]
    window: Box
    is_a4: bool
    is_left: bool

    @property
    def paper(self) -> str:
        return "A4" if self.is_a4 else "US Letter"

    @property
    def envelope_words(self) -> str:
        """As stationers of both worlds call it."""
        return "DL (110 × 220 mm)" if self.is_a4 else "No. 10 (4⅛ × 9½″)"

    @property
    def bars(self) -> list[Box]:
        """Four lines of an address, to be drawn where it stands on the sheet."""
        return _bars(self.address)

    @property
    def bars_in_window(self) -> list[Box]:
        across, down = self.shift
        return [Box(bar.left + across, bar.top + down, bar.width, bar.height) for bar in self.bars]

    @property
    def shift(self) -> tuple[float, float]:
        """By how much the folded sheet stands off the envelope's upper left corner, when it lies in the middle."""
        return (self.envelope[0] - self.sheet[0]) / 2, (self.envelope[1] - self.folds[0]) / 2

    @property
    def lines(self) -> list[Box]:
        """The text, as far as a drawing needs it."""
        top, left, width = self.folds[0] + 8, 25.0, self.sheet[0] - 50
        rows = int((self.sheet[1] - 30 - top) // 9)
        return [Box(left, top + 9 * row, width * (0.6 if row % 5 == 4 else 1), 2.6) for row in range(rows)]


def folding_of(page: Layout) -> Folding:
    folds = page.fold_marks or (page.height / 3, page.height * 2 / 3)
    is_a4 = page.width == A4_WIDTH
    envelope = DL if is_a4 else NUMBER_10
    across, down = (envelope[0] - page.width) / 2, (envelope[1] - folds[0]) / 2
    # Widest in a window of stock; what may show of the sheet wherever it slides is less.
    window = Box(page.window.left + across, page.window.top + down, page.window.width, page.window.height)
    return Folding(
        sheet=(page.width, page.height),
        folds=folds,
        has_marks=bool(page.fold_marks),
        address=page.address,
        envelope=envelope,
        window=_inside(window, envelope),
        is_a4=is_a4,
        is_left=page.window.left + page.window.width / 2 < page.width / 2,
    )


def _bars(address: Box) -> list[Box]:
    widths = (0.8, 0.55, 0.65, 0.4)
    step = min(6.0, address.height / len(widths))
    return [
        Box(address.left, address.top + 1 + step * row, min(address.width, 75) * width, 2.4)
        for row, width in enumerate(widths)
    ]


def _inside(window: Box, envelope: tuple[float, float]) -> Box:
    left, top = max(window.left, 4), max(window.top, 4)
    right, bottom = min(window.right, envelope[0] - 4), min(window.bottom, envelope[1] - 4)
    return Box(left, top, right - left, bottom - top)
