"""Address labels and printed envelopes of a batch, in the order of its letters. Their measures are data, in millimetres.

An envelope or a label bears the office's address and, small, the letter's reference: one that comes back is marked by it
without being opened. No signer stands on the outside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kit.addresses import address_lines
from kit.fonts import SMALL
from letters.cover import drawable, pressed
from letters.fitting import DoesNotFit, fit
from letters.layouts import Box
from letters.models import PrintBatch, PrintedLetter

ADDRESS_SIZES = (11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7)  # points
SENDER_SIZES = (8, 7.5, 7, 6.5, 6)
LEADING = 1.25
DOES_NOT_FIT = "The address does not fit here. Write it by hand."


@dataclass(frozen=True)
class LabelSheet:
    name: str
    columns: int
    rows: int
    width: float
    height: float
    left: float  # of the first label, from the sheet's edge
    top: float
    across: float  # from one label to the next
    down: float
    inside: float  # kept free along a label's edges: sheets slip by a millimetre or two

    @property
    def count(self) -> int:
        return self.columns * self.rows


# Avery's L7163 and what others sell under its measures: 14 labels of 99.1 × 38.1 mm on A4.
L7163 = LabelSheet("L7163", 2, 7, 99.1, 38.1, 4.65, 15.15, 101.65, 38.1, 5)


@dataclass(frozen=True)
class Envelope:
    """ISO 269 sizes. The address keeps 15 mm from the right and lower edges and 40 mm from the upper one, where posts read
    addresses and nothing else (UPU S42, Deutsche Post's reading zone); the corner for the stamp, 74 × 40 mm, stays empty.
    """

    name: str
    width: float
    height: float
    address: Box
    sender: Box
    reference: Box


ENVELOPES = {
    "dl": Envelope("DL", 220, 110, Box(105, 48, 100, 42), Box(12, 10, 110, 26), Box(12, 96, 60, 6)),
    "c5": Envelope("C5", 229, 162, Box(112, 78, 102, 56), Box(12, 12, 110, 26), Box(12, 146, 60, 6)),
}


def labels(batch: PrintBatch, rows: Sequence[PrintedLetter], sheet: LabelSheet = L7163) -> bytes:
    """One label for each letter, from left to right and down; the last sheet may be half empty."""
    inside = sheet.inside
    sheets = []
    for first in range(0, len(rows), sheet.count):
        places = []
        for number, row in enumerate(rows[first : first + sheet.count]):
            down, across = divmod(number, sheet.columns)
            box = Box(
                sheet.left + across * sheet.across + inside,
                sheet.top + down * sheet.down + inside - 1,
                sheet.width - 2 * inside,
                sheet.height - 2 * inside - 3,
            )
            foot = Box(box.left, sheet.top + (down + 1) * sheet.down - inside, box.width, 3)
            places.append({"address": _address(row, box), "reference": _line(row, foot)})
        sheets.append(places)
    context = {"title": f"{batch}: address labels", "sheets": sheets}
    return pressed("outside.html", "outside.css", context, (8,), "@page { size: 210mm 297mm; margin: 0 }")


def envelopes(batch: PrintBatch, rows: Sequence[PrintedLetter]) -> bytes:
    kind = ENVELOPES[batch.envelopes]
    sender = _fitted(batch.return_address.splitlines(), kind.sender, SENDER_SIZES)
    sheets = [
        [{"address": _address(row, kind.address), "sender": sender, "reference": _line(row, kind.reference)}]
        for row in rows
    ]
    page = f"@page {{ size: {kind.width}mm {kind.height}mm; margin: 0 }}"
    context = {"title": f"{batch}: envelopes {kind.name}", "sheets": sheets}
    return pressed("outside.html", "outside.css", context, (8,), page)


def _address(row: PrintedLetter, box: Box) -> dict[str, Any]:
    return _fitted(address_lines(row.letter.frozen["recipient"]), box, ADDRESS_SIZES)


def _line(row: PrintedLetter, box: Box) -> dict[str, Any]:
    return {"box": box, "size": 6.5, "lines": [row.letter.reference]}


def _fitted(lines: Sequence[str], box: Box, sizes: Sequence[float]) -> dict[str, Any]:
    """Broken at blanks, then shrunk; what does not fit is said and not cut."""
    typed = [drawable(line) for line in lines if line.strip()]
    try:
        fitted = fit(typed, SMALL, wide=box.width, high=box.height, sizes=sizes, leading=LEADING)
    except DoesNotFit:
        return {"box": box, "size": sizes[-1], "lines": [DOES_NOT_FIT]}
    return {"box": box, "size": fitted.size, "lines": fitted.lines}
