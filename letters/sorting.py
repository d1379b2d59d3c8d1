"""Fix the order of a print batch, once: destination, postage class, office, reference. Those left out get no place."""

from datetime import datetime

from django.db import transaction

from kit.languages import country_name
from letters.franking import Rates, sheets_of
from letters.models import BatchFile, PrintBatch, PrintedLetter
from letters.models.print_states import PaperState

MOST_AT_ONCE = 500
COLUMNS = ("position", "step", "price", "currency")


@transaction.atomic
def sort(*, batch: PrintBatch, now: datetime) -> None:
    """Number the letters from 1 and note their postage; a second time changes nothing. One statement for MOST_AT_ONCE."""
    if PrintBatch.objects.filter(pk=batch.pk, sorted_at=None).update(sorted_at=now):
        rates = Rates()
        rows = list(
            batch.rows.filter(state=PaperState.WAITING)
            .select_related("letter__target")
            .only("batch", "country", "pages", "letter__reference", "letter__target__name")
        )
        for row in rows:
            sheets = sheets_of(row.pages or 1, duplex=batch.duplex)
            postage = rates.of(row.country, sheets)
            row.step, row.price, row.currency = postage.step, postage.price, postage.currency
        rows.sort(key=_order)
        for position, row in enumerate(rows, start=1):
            row.position = position
        PrintedLetter.objects.bulk_update(rows, COLUMNS, batch_size=MOST_AT_ONCE)
    batch.refresh_from_db()


def _order(row: PrintedLetter) -> tuple[str, str, int, str, int, str]:
    target = row.letter.target
    place = (country_name(row.country, "en"), row.country)
    return (*place, row.step, target.name, target.pk, row.letter.reference)


def begin_files(batch: PrintBatch) -> None:
    """A row for each file that is wanted; those that are there already stay as they are."""
    wanted = [BatchFile.Kind.LETTERS]
    if batch.labels:
        wanted.append(BatchFile.Kind.LABELS)
    if batch.envelopes:
        wanted.append(BatchFile.Kind.ENVELOPES)
    BatchFile.objects.bulk_create(
        [BatchFile(batch=batch, kind=kind) for kind in wanted], ignore_conflicts=True
    )
