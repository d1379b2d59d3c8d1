"""Delete the files of print batches: they name signers. After thirty days, and as soon as all their letters are posted.

What stands on the batch stays: which letters, in which order, and what became of them. The files can be made again.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from letters import print_files
from letters.models import BatchFile, PrintBatch
from letters.models.print_states import BatchState, PaperState

KEPT = timedelta(days=30)
ALL_POSTED = "All its letters are posted."
TOO_OLD = f"They were {KEPT.days} days old."
RESTS = (BatchState.MADE, BatchState.STOPPED, BatchState.SET_ASIDE)


@transaction.atomic
def clear_posted(*, batch: PrintBatch) -> bool:
    """Return whether the files were deleted."""
    if batch.rows.in_file().filter(state=PaperState.PRINTED).exists():
        return False
    return _clear(batch, ALL_POSTED)


def sweep(*, now: datetime) -> int:
    """Return how many batches lost their files. Also deletes what a crash has left in the folder."""
    cleared = 0
    has_files = Exists(BatchFile.objects.filter(batch=OuterRef("pk")))
    is_old = Q(finished_at__lt=now - KEPT) | Q(finished_at=None, made_at__lt=now - KEPT)
    for batch in PrintBatch.objects.filter(has_files, is_old, state__in=RESTS).order_by("pk"):
        with transaction.atomic():
            cleared += _clear(batch, TOO_OLD)
    print_files.delete(print_files.strays())
    return cleared


def _clear(batch: PrintBatch, reason: str) -> bool:
    """One that was stopped half-way stays stopped: its letters are asked anew when it goes on."""
    mine = PrintBatch.objects.filter(pk=batch.pk, state=batch.state)
    if batch.state == BatchState.MADE:
        changed = mine.update(state=BatchState.CLEARED, reason=reason)
    else:
        changed = mine.update(looked=0)
    if changed:
        print_files.forget(batch)
    return bool(changed)
