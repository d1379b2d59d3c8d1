"""The sheets of our own in a print file: the cover, and a separator before each destination. Made by the press of letters."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import Count, Max, Min, Sum
from django.template.loader import render_to_string
from django.utils import timezone

from kit.fonts import SMALL, font_face_css
from kit.glyphs import missing
from kit.languages import country_name, long_date
from letters.franking import sheets_of
from letters.models import PrintBatch
from letters.pressing import press

LOOKS = Path(__file__).resolve().parent.parent / "templates" / "letters"
COVER_SIZES = (10, 9.5, 9)  # points
SEPARATOR_SIZES = (11, 10, 9)


@dataclass
class Line:
    """The letters of one postage class to one office, one after the other in the pile."""

    office: str
    step: int
    price: Decimal | None
    currency: str
    letters: int
    pages: int
    first: int
    last: int

    @property
    def postage_class(self) -> str:
        if not self.step:
            return "not in the postage table"
        return "one sheet" if self.step == 1 else f"up to {self.step} sheets"

    @property
    def postage(self) -> str:
        return money({self.currency: self.price * self.letters}) if self.price is not None else "–"


@dataclass
class Destination:
    country: str
    lines: list[Line] = field(default_factory=list)

    @property
    def name(self) -> str:
        return country_name(self.country, "en") if self.country else "Country not known"

    @property
    def letters(self) -> int:
        return sum(line.letters for line in self.lines)

    @property
    def pages(self) -> int:
        return sum(line.pages for line in self.lines)

    @property
    def postage(self) -> str:
        return total(self.lines)


def destinations(batch: PrintBatch) -> list[Destination]:
    """What the file holds, in its order. One query."""
    rows = (
        batch.rows.filter(position__isnull=False, reason="")
        .values("country", "step", "price", "currency", "letter__target", "letter__target__name")
        .annotate(letters=Count("pk"), all_pages=Sum("pages"), first=Min("position"), last=Max("position"))
        .order_by("first")
    )
    found: list[Destination] = []
    for row in rows:
        if not found or found[-1].country != row["country"]:
            found.append(Destination(row["country"]))
        found[-1].lines.append(
            Line(
                office=row["letter__target__name"],
                step=row["step"],
                price=row["price"],
                currency=row["currency"],
                letters=row["letters"],
                pages=row["all_pages"],
                first=row["first"],
                last=row["last"],
            )
        )
    return found


def money(sums: dict[str, Decimal]) -> str:
    return " + ".join(f"{amount:.2f} {currency}" for currency, amount in sorted(sums.items()))


def total(lines: list[Line]) -> str:
    """`12.50 EUR`, and how many letters have no price in it."""
    sums: dict[str, Decimal] = {}
    for line in lines:
        if line.price is not None:
            sums[line.currency] = sums.get(line.currency, Decimal()) + line.price * line.letters
    without = sum(line.letters for line in lines if line.price is None)
    words = [money(sums)] if sums else []
    words += [f"{without} without a price"] if without else []
    return ", ".join(words)


def cover(batch: PrintBatch) -> bytes:
    """Nothing but `printed_before` changes from one making of the same letters to the next. Raises PressRefused, PressMissing."""
    found = destinations(batch)
    lines = [line for destination in found for line in destination.lines]
    pages = batch.rows.in_file().values_list("pages", flat=True)
    context = {
        "batch": batch,
        "destinations": found,
        "letters": sum(line.letters for line in lines),
        "pages": sum(line.pages for line in lines),
        "sheets": sum(sheets_of(each or 1, duplex=batch.duplex) for each in pages),
        "postage": total(lines),
        "reprints": batch.rows.in_file().filter(reprint=True).count(),
        "left_out": batch.rows.exclude(reason="").count(),
        "chosen": chosen(batch),
        "made": f"{moment(batch.made_at)} by {batch.made_by}",
        "before": [moment(datetime.fromisoformat(each)) for each in batch.printed_before],
    }
    return pressed("print_cover.html", "print_cover.css", context, COVER_SIZES)


def separator(batch: PrintBatch, country: str) -> bytes:
    found = next(one for one in destinations(batch) if one.country == country)
    context = {"batch": batch, "destination": found}
    return pressed("print_separator.html", "print_cover.css", context, SEPARATOR_SIZES)


def chosen(batch: PrintBatch) -> list[str]:
    """In words, what a person chose."""
    day = [
        f"{word} {long_date(timezone.localdate(at), 'en')}"
        for word, at in (
            ("confirmed from", batch.confirmed_from),
            ("confirmed before", batch.confirmed_until),
        )
        if at
    ]
    return [
        f"appeal {batch.appeal}" if batch.appeal else "all appeals",
        str(batch.target) if batch.target else "all offices",
        *day,
        *(["also those printed before"] if batch.also_printed else []),
        *(["also those sent by email"] if batch.also_emailed else []),
    ]


def moment(at: datetime) -> str:
    there = timezone.localtime(at)
    return f"{long_date(there.date(), 'en')}, {there:%H:%M}"


def pressed(
    template: str, looks: str, context: dict[str, Any], sizes: tuple[float, ...], css: str = ""
) -> bytes:
    html = drawable(render_to_string(f"letters/{template}", context))
    css = "\n".join([font_face_css(), css, (LOOKS / looks).read_text(encoding="utf-8")])
    identity = hashlib.sha256(f"{html}\0{css}".encode()).hexdigest()[:32]
    return press({"html": html, "css": css, "sizes": sizes, "identifier": identity}).pdf


def drawable(text: str) -> str:
    """Say the code of what our fonts cannot draw: a system font would step in, another one on every machine."""
    for character in missing(text, SMALL, besides="\r\n\t"):
        text = text.replace(character, f"[U+{ord(character):04X}]")
    return text
