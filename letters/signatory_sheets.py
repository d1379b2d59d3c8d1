"""Pages for the press: a page of the signatory list, the specimen that the others are stamped from, and single lines of it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from kit.fonts import SMALL, font_face_css
from kit.glyphs import width
from kit.languages import direction
from letters.signatory_cells import CELL_MM, CELLS, COLUMNS, ROWS, SIZE, SMALLER, Cell, Entry

LOOKS = Path(__file__).resolve().parent.parent / "templates" / "letters" / "signatories.css"
TOP_MM, LEFT_MM = 29.0, (20.0, 109.5)  # of the two columns
NUMBER_MM, GAP_MM, ROW_MM = 13.5, 2.0, 4.95
SUBJECT_MM, SUBJECT_SIZE = 175.0, 8.0


@dataclass(frozen=True)
class Heading:
    """What stands on every page of one list, in its language: `page` has a place for the number."""

    language: str
    title: str
    subject: str
    page: str

    def numbered(self, number: int) -> str:
        return self.page.format(number=number)


def sheet(heading: Heading, number: int, entries: Sequence[Entry]) -> dict[str, Any]:
    """What the press is asked for; the same names give the same bytes."""
    return _page(heading, number, [cell for entry in entries for cell in entry], is_specimen=False)


def specimen(heading: Heading) -> dict[str, Any]:
    """A page of which the rows that letters/engine/grid.py wants are slots."""
    cells: list[Any] = [Cell("", "", False)] * CELLS
    for row in (1, 2, ROWS, ROWS + 1):
        cells[row - 1] = {"slot": row}
    return _page(heading, 1, cells, is_specimen=True)


def lines(heading: Heading, wanted: Sequence[tuple[str, bool]]) -> dict[str, Any]:
    """One page as large as a cell for each (text, is small)."""
    context = {
        "language": heading.language,
        "direction": direction(heading.language),
        "heading": heading.title,
        "lines": wanted,
    }
    looks = f"@page {{ size: {CELL_MM}mm {ROW_MM}mm; margin: 0 }} .name {{ break-after: page }}"
    return _asked("letters/signatory_lines.html", context, "\n".join([_looks(), looks]))


def _page(heading: Heading, number: int, cells: Sequence[Any], *, is_specimen: bool) -> dict[str, Any]:
    context = {
        "language": heading.language,
        "direction": direction(heading.language),
        "heading": heading.title,
        "subject": heading.subject,
        "page": heading.numbered(number),
        "columns": [cells[start : start + ROWS] for start in range(0, ROWS * COLUMNS, ROWS)],
        "is_specimen": is_specimen,
    }
    # A subject has at most 200 characters: it is set as small as it has to be, and never cut.
    wide = width(heading.subject, SMALL) * SUBJECT_SIZE * 25.4 / 72
    subject = SUBJECT_SIZE * min(1, SUBJECT_MM / max(wide * 1.02, 1))
    looks = [
        _looks(),
        "@page { size: 210mm 297mm; margin: 0 }",
        f".subject {{ font-size: {subject:.2f}pt }} .column {{ top: {TOP_MM}mm }}",
        *(f".c{place} {{ left: {left}mm }}" for place, left in enumerate(LEFT_MM, start=1)),
        f".number {{ width: {NUMBER_MM}mm }}",
        f".name {{ margin-top: -{ROW_MM}mm; margin-left: {NUMBER_MM + GAP_MM}mm }}",
    ]
    return _asked("letters/signatories.html", context, "\n".join(looks))


def _looks() -> str:
    return "\n".join(
        [
            font_face_css(),
            LOOKS.read_text(encoding="utf-8"),
            f".number, .name {{ line-height: {ROW_MM}mm; height: {ROW_MM}mm }}",
            f".name {{ width: {CELL_MM}mm; font-size: {SIZE}pt }} .name.small {{ font-size: {SIZE * SMALLER:g}pt }}",
        ]
    )


def _asked(template: str, context: dict[str, Any], css: str) -> dict[str, Any]:
    html = render_to_string(template, context)
    identity = hashlib.sha256(f"{html}\0{css}".encode()).hexdigest()[:32]
    return {"html": html, "css": css, "sizes": [SIZE], "identifier": identity}
