"""The lines of a letter that differ from one letter of a text to the next: each set on a line of its own.

    fitted(frozen, digest, page)    {"sender": Fitted(8, ("Amara Okafor, Leeds",)), "address": …, "code": …}
    named(…)                        {"sender-1": "Amara Okafor, Leeds", …, "footer": …, "code": …}

All else on the page depends on them in nothing but how many lines a block has, and their sizes. So a letter can be made
from another one of the same text by setting these lines anew (docs/letters.md).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kit import fonts
from kit.addresses import address_lines
from kit.qr import Rows
from letters import words
from letters.engine import kept_lines
from letters.fitting import MM_PER_POINT, DoesNotFit, Fitted, fit
from letters.layouts import Layout
from letters.verifying import address_of, code_of

# Points, best first. DIN 5008 allows no less than 8 for the recipient and no less than 6 for the return line.
ADDRESS_SIZES = (10.5, 10, 9.5, 9, 8.5, 8)
SENDER_SIZES = {"line": (8, 7.5, 7, 6.5, 6), "block": (9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6)}
# As long as lines can be read well they are not broken.
UNBROKEN: dict[str, tuple[float, ...]] = {
    "address": (10.5, 10, 9.5, 9),
    "line": (8, 7.5, 7),
    "block": (9.5, 9, 8.5, 8),
}
PLACE_SIZES = (10, 9.5, 9, 8.5, 8)
# Measured beside text of TEXT_SIZE; both shrink with it.
NAME_SIZES = (11, 10.5, 10, 9.5, 9, 8.5, 8)
HOME_SIZES = (9, 8.5, 8, 7.5, 7)
TEXT_SIZE = 11
REFERENCE_SIZE = 8
FOOTER_SIZE = 7.5
# Heights of lines in em, as in letter.css; seven lines of 8 points fit a British window.
ADDRESS_LEADING = 1.19
SENDER_LEADING = 1.25
LEADING = 1.35
# Under the text stand up to three lines of name, and three of home.
MOST_LINES = 3
CODE_MM = (
    1.1,
    1,
    0.95,
    0.9,
)  # edge of a glyph, two modules: readable by a telephone on paper from an office printer
CODE_HIGH = 17.2  # mm
REFERENCE_AIR = 1  # mm above it
SINGLE = frozenset({"reference", "footer"})


class TooLong(Exception):
    """`field` of the frozen letter does not fit its box, `wide` × `high` mm, even at `size` points."""

    def __init__(self, field: str, wide: float, high: float, size: float) -> None:
        super().__init__(f"It is too long for {wide:g} × {high:g} mm, even at {size:g} points.")
        self.field = field


def fitted(frozen: Mapping[str, Any], digest: str, page: Layout) -> dict[str, Fitted]:
    """`frozen` is the agreed letter (appeals/merging.py), `digest` its SHA-256 in hex. Raises TooLong."""
    language, signer = frozen["language"], frozen["signer"]
    place = words.place_and_date(signer["town"], date.fromisoformat(frozen["date"]), language)
    reference = f"{words.reference_word(language)} {frozen['reference']}"
    beside_place = REFERENCE_SIZE * LEADING * MM_PER_POINT + REFERENCE_AIR
    across = page.width - page.left - page.right
    name_high = MOST_LINES * TEXT_SIZE * LEADING * MM_PER_POINT
    home_high = MOST_LINES * HOME_SIZES[0] * LEADING * MM_PER_POINT
    code = kept_lines.code_of(address_of(frozen["reference"], digest))
    return {
        "sender": _sender(frozen, page),
        "address": _fit(
            "recipient",
            address_lines(frozen["recipient"]),
            fonts.TEXT,
            (page.address.width, page.address.height),
            ADDRESS_SIZES,
            ADDRESS_LEADING,
            UNBROKEN["address"],
        ),
        "place": _fit(
            "signer.town",
            [words.in_order(place)],
            fonts.TEXT,
            (page.details.width, page.details.height - beside_place),
            PLACE_SIZES,
            LEADING,
        ),
        "reference": Fitted(REFERENCE_SIZE, (reference,)),
        "name": _fit("signer.name", [signer["name"]], fonts.TEXT, (across, name_high), NAME_SIZES, LEADING),
        "home": _fit(
            "signer.address_lines",
            [line for line in [words.in_order(words.home(signer))] if line],
            fonts.TEXT,
            (across, home_high),
            HOME_SIZES,
            LEADING,
        ),
        "footer": Fitted(FOOTER_SIZE, (f"{reference} · {words.code_word(language)} {code_of(digest)}",)),
        "code": Fitted(_code_size(len(code)), code),
    }


def _sender(frozen: Mapping[str, Any], page: Layout) -> Fitted:
    lines, sizes = words.sender(frozen, page.sender_is), SENDER_SIZES[page.sender_is]
    box = page.sender.width, page.sender.height
    return _fit("sender_line", lines, fonts.TEXT, box, sizes, SENDER_LEADING, UNBROKEN[page.sender_is])


def named(blocks: Mapping[str, Fitted]) -> dict[str, str]:
    """Name of a slot -> its line, in the order in which they are read; of the QR code the digits of all its rows."""
    lines = {}
    for block, of in blocks.items():
        if isinstance(of.lines, Rows):
            lines[block] = of.lines.digits
        elif block in SINGLE:
            (lines[block],) = of.lines
        else:
            for number, line in enumerate(of.lines, start=1):
                lines[f"{block}-{number}"] = line
    return lines


def kept(lines: Mapping[str, str], reference: str, digest: str) -> dict[str, str]:
    """The lines as they are kept (letters/engine/kept_lines.py): the QR code as the address in it."""
    return {**lines, "code": address_of(reference, digest)}


def _fit(
    field: str,
    lines: list[str],
    families: tuple[str, ...],
    box: tuple[float, float],
    sizes: tuple[float, ...],
    leading: float,
    unbroken: tuple[float, ...] = (),
) -> Fitted:
    wide, high = box
    try:
        return fit(lines, families, wide=wide, high=high, sizes=sizes, leading=leading, unbroken=unbroken)
    except DoesNotFit:
        raise TooLong(field, wide, high, sizes[-1]) from None


def _code_size(rows: int) -> float:
    """In points, so that the longest code that an installation's address makes stays between text and page edge."""
    edge = next((edge for edge in CODE_MM if rows * edge <= CODE_HIGH), CODE_HIGH / rows)
    return round(edge / MM_PER_POINT, 3)
