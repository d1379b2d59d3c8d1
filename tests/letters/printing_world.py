"""Print batches at every station, made with the verbs that staff and workers use."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from appeals.models import Appeal
from letters import batching, binding, choosing, cover, envelopes, making, print_files, printing
from letters.batching import Looks
from letters.choosing import Choice
from letters.marking import Who, mark_one
from letters.models import Letter, PaperMark, PostageStep, PostageZone, PrintBatch
from letters.rendering import RenderedLetter
from tests import people
from tests.letters.factories import LATER, frozen_letters
from tests.people import NOW
from tests.remembering import remembered

AT = LATER + timedelta(hours=1)  # every cooling window is over
A4, DL, C5 = (595.276, 841.89), (623.622, 311.811), (649.134, 459.213)


def sheet(pages: int = 1, size: tuple[float, float] = A4) -> bytes:
    """A small PDF, which no press has to make."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(*size)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@remembered
def ready_letters(appeal: Appeal, count: int = 1) -> list[Letter]:
    """Letters that were really made: their pages are copied into the file."""
    frozen_letters(appeal, count)
    making.make_some(now=NOW, most=count)
    return list(Letter.objects.order_by("pk"))


def postage() -> None:
    inland = PostageZone.objects.create(name="Inland", countries="GB", currency="GBP")
    abroad = PostageZone.objects.create(name="Abroad", countries="", currency="GBP")
    for zone, small, large in ((inland, "0.85", "1.55"), (abroad, "2.80", "3.40")):
        PostageStep.objects.create(zone=zone, sheets=1, price=Decimal(small))
        PostageStep.objects.create(zone=zone, sheets=3, price=Decimal(large))


@contextmanager
def quick_sheets(pages: dict[str, int] | None = None) -> Iterator[list[str]]:
    """Letters of so many pages by their reference (else one), covers and the like, in no time; names what was rendered."""
    seen: list[str] = []

    def make(frozen: Any) -> RenderedLetter:
        seen.append(frozen["reference"])
        many = (pages or {}).get(frozen["reference"], 1)
        return RenderedLetter(pdf=sheet(many), pages=many, sha256="0" * 64)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(binding, "_made", lambda letter: make(letter.frozen))
        patch.setattr(printing, "make", make)
        patch.setattr(cover, "cover", lambda batch: sheet())
        patch.setattr(cover, "separator", lambda batch, country: sheet())
        patch.setattr(envelopes, "labels", lambda batch, rows: sheet())
        patch.setattr(envelopes, "envelopes", lambda batch, rows: sheet(len(rows), DL))
        yield seen


@remembered
def chosen(
    *, looks: Looks | None = None, expected: int | None = None, now: datetime = AT, **choice: Any
) -> PrintBatch:
    """Dana chooses what fits, after a look."""
    what = Choice(**choice)
    many = choosing.preview(what, now=now).count if expected is None else expected
    return batching.make(choice=what, looks=looks or Looks(), expected=many, by=people.dana(), now=now)


def carry_on(*, now: datetime = AT) -> None:
    while printing.carry_on(clock=lambda: now):
        pass


def made(*, now: datetime = AT, pages: dict[str, int] | None = None, **how: Any) -> PrintBatch:
    """Chosen and printed, of sheets that took no time."""
    batch = chosen(now=now, **how)
    with quick_sheets(pages):
        carry_on(now=now)
    batch.refresh_from_db()
    return batch


def content(batch: PrintBatch, kind: str = "letters") -> bytes:
    return print_files.place(batch.files.get(kind=kind).name).read_bytes()


def read(batch: PrintBatch, kind: str = "letters") -> PdfReader:
    return PdfReader(BytesIO(content(batch, kind)))


def rows(batch: PrintBatch) -> list[tuple[Any, ...]]:
    """Position, state, pages and reason of each letter."""
    return list(batch.rows.order_by("position").values_list("position", "state", "pages", "reason"))


def words(batch: PrintBatch, page: int = 0, kind: str = "letters") -> str:
    return " ".join(read(batch, kind).pages[page].extract_text().split())


def post(batch: PrintBatch, position: int = 1, *, to: str = "posted", now: datetime = AT) -> PaperMark:
    """Dana marks the letter at this place of the pile."""
    reference = batch.rows.get(position=position).letter.reference
    return mark_one(batch=batch, typed=reference, to=to, who=Who(by=people.dana()), now=now)


def two_destinations() -> Appeal:
    """An appeal whose letters go to London and, with a second embassy, to Berlin."""
    people.an_embassy(country="GB")
    people.an_embassy(country="DE", languages=("de",))
    return people.an_open_appeal()


@remembered
def signed(appeal: Appeal, *countries: str) -> None:
    """One signer from each of these countries."""
    for number, country in enumerate(countries):
        people.amara_confirms(appeal, email=f"{country}{number}@example.org".lower(), country=country)
