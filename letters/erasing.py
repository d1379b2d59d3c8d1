"""Take away what letters have left behind, before their words are emptied: on disk, in batches and handovers, in queues.

What an office or a print shop has in its hands is beyond us; that a letter left, and when, stays as a count.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from appeals.models import Signature
from kit.wake import wake
from letters import following_up, handover_files, print_files
from letters.handover import TASK
from letters.handover_numbers import handed_over
from letters.holding import cancel_all
from letters.leaving import ERASED
from letters.models import BatchFile, FollowUp, Handover, Letter, PostalJob, PrintBatch, PrintedLetter
from letters.models.postal_states import JobState
from letters.models.print_states import BatchState, PaperState
from letters.providers.folder import FolderProvider
from letters.states import HandoverState
from outbox.models import Message


def clear_away(letters: Collection[int], now: datetime) -> None:
    """In the caller's transaction; files go after its commit. `letters` are keys."""
    rows = Letter.objects.filter(pk__in=letters)
    cancel_all(rows, by=None, reason=ERASED, now=now)
    # What is on its way at this moment arrives; what the server puts off is not tried again.
    Message.objects.filter(letter__in=rows).unfinished().update(expires_at=now)
    follow_ups = FollowUp.objects.filter(letter__in=rows, state=FollowUp.State.OPEN)
    following_up.stop(list(follow_ups), reason=ERASED, now=now)
    Message.objects.filter(follow_up__in=follow_ups).unfinished().update(expires_at=now)
    follow_ups.update(state=FollowUp.State.DROPPED, reason=ERASED, ended_at=now)
    PostalJob.objects.filter(letter__in=rows, state=JobState.QUEUED).update(
        state=JobState.CANCELLED, reason=ERASED
    )
    _from_batches(letters)
    _from_the_folder(letters)


def out_of_handovers(signatures: Collection[int], now: datetime) -> None:
    """Lists that were made are made again, without them: same cut-off, same totals."""
    for appeal in set(Signature.objects.filter(pk__in=signatures).values_list("appeal", flat=True)):
        lists = ~Q(pdf="", csv="") | Q(state=HandoverState.MAKING)
        for handover in Handover.objects.filter(lists, appeal=appeal):
            if handed_over(appeal, handover.cut_off).filter(pk__in=signatures).exists():
                _make_again(handover)


def _make_again(handover: Handover) -> None:
    names = handover.pdf, handover.csv
    was_there = handover.state in {HandoverState.MADE, HandoverState.MAKING}
    state = HandoverState.WAITING if was_there else handover.state
    Handover.objects.filter(pk=handover.pk).update(
        state=state, claimed_until=None, tries=0, progress=0, pdf="", csv="", pdf_sha256="", csv_sha256=""
    )
    transaction.on_commit(lambda: handover_files.forget(*names))
    wake(TASK)


def _from_batches(letters: Collection[int]) -> None:
    """Their files go: a sheet cannot be taken out of a PDF. They can be made again, and these letters are left out then."""
    mine = PrintedLetter.objects.filter(letter__in=letters)
    has_files = Exists(BatchFile.objects.filter(batch=OuterRef("pk")))
    for batch in PrintBatch.objects.filter(has_files, Q(pk__in=mine.values("batch"))).order_by("pk"):
        states: dict[str, str] = {BatchState.MADE: BatchState.CLEARED, BatchState.MAKING: BatchState.QUEUED}
        PrintBatch.objects.filter(pk=batch.pk).update(
            state=states.get(batch.state, batch.state),
            reason=batch.reason or ERASED,
            looked=0,
            claimed_until=None,
        )
        print_files.forget(batch)
    mine.exclude(state=PaperState.WAITING).update(reason=ERASED)


def _from_the_folder(letters: Collection[int]) -> None:
    """What a print shop has not fetched yet, and what lies there since it did."""
    jobs = PostalJob.objects.filter(letter__in=letters, provider=FolderProvider.name).exclude(reference="")
    names = list(jobs.values_list("reference", flat=True))
    transaction.on_commit(lambda: FolderProvider().forget(names))
