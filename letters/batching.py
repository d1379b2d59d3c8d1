"""Make a print batch of chosen letters, stop it, let it go on, make its files again, give it up.

What is chosen stands in rows before a worker begins; two people who choose the same letters at once get them once
(the unique key of a first print), and the second one is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction

from kit.refusals import Refused
from kit.wake import wake
from letters import print_files
from letters.choosing import CHUNK, Choice, looked_at, pages_of, refuse_too_many
from letters.models import PrintBatch, PrintedLetter
from letters.models.print_states import BATCH, BatchState, PaperState
from trail.recording import recorded

TASK = "letters.print"


@dataclass(frozen=True)
class Looks:
    """How a batch is put on paper; `return_address` are lines."""

    duplex: bool = True
    labels: bool = False
    envelopes: str = ""
    return_address: str = ""


@recorded
def make(*, choice: Choice, looks: Looks, expected: int, by: Any, now: datetime) -> PrintBatch:
    """Refused when another number fits than the person has seen, or when somebody else has just taken one of them."""
    refuse_too_many(choice)
    try:
        with transaction.atomic():
            batch = PrintBatch.objects.create(**vars(choice), **vars(looks), made_by=by, made_at=now)
            many = 0
            rows = _rows(batch, choice, now)
            while chunk := list(islice(rows, CHUNK)):
                many += len(PrintedLetter.objects.bulk_create(chunk))
            if many != expected:
                raise Refused(f"{many} letters fit now, not {expected} as before. Look at it again.")
            if not many:
                raise Refused("No letter fits.")
    except IntegrityError:
        raise Refused("Somebody has just put one of these letters into another batch. Look again.") from None
    wake(TASK)
    return batch


def _rows(batch: PrintBatch, choice: Choice, now: datetime) -> Iterator[PrintedLetter]:
    for letter, reason in looked_at(choice, now):
        if not reason:
            yield PrintedLetter(
                batch=batch,
                letter=letter,
                country=letter.target.host_country,
                reprint=letter.is_printed,  # type: ignore[attr-defined]  # annotated by looked_at
                pages=pages_of(letter),
            )


@recorded
def stop(*, batch: PrintBatch, by: Any, now: datetime) -> None:
    """The worker that has it sees so at its next checkpoint, and leaves it."""
    _move(batch, BatchState.STOPPED, reason=f"Stopped by {by.get_username()}.")


@recorded
def go_on(*, batch: PrintBatch, by: Any, now: datetime) -> None:
    """After a stop from where it was; after it was set aside from the beginning, each letter being asked again."""
    anew: dict[str, Any] = {}
    if batch.state == BatchState.SET_ASIDE:
        anew["looked"] = 0
    if batch.state not in {BatchState.STOPPED, BatchState.SET_ASIDE}:
        raise Refused(f"This batch is {batch.get_state_display()}.")
    with transaction.atomic():
        _move(batch, BatchState.QUEUED, **anew)
        if anew:
            print_files.forget(batch)
    wake(TASK)


@recorded
def make_again(*, batch: PrintBatch, by: Any, now: datetime) -> None:
    """The same letters in the same order; those that may no longer leave are left out, and the cover says it is not the first."""
    if batch.state not in {BatchState.MADE, BatchState.CLEARED} or batch.finished_at is None:
        raise Refused(f"This batch is {batch.get_state_display()}.")
    with transaction.atomic():
        before = [*batch.printed_before, batch.finished_at.isoformat()]
        _move(batch, BatchState.QUEUED, looked=0, finished_at=None, printed_before=before)
        print_files.forget(batch)
    wake(TASK)


@recorded
def give_up(*, batch: PrintBatch, by: Any, now: datetime) -> None:
    """Its letters are free for other batches. Refused when some may be on paper: those are printed, whoever gives up what."""
    with transaction.atomic():
        if batch.rows.on_paper().exists():
            raise Refused("Letters of this batch are on paper already. Print them again as reprints.")
        _move(batch, BatchState.GIVEN_UP, reason=f"Given up by {by.get_username()}.")
        batch.rows.filter(state=PaperState.WAITING).delete()
        print_files.forget(batch)


def _move(batch: PrintBatch, new: BatchState, **more: Any) -> None:
    """A guarded update: what a worker or another person did meanwhile wins, and this person is told."""
    BATCH.check(batch.state, new, thing="batch")
    changed = PrintBatch.objects.filter(pk=batch.pk, state=batch.state).update(
        **{"state": new, "claimed_until": None, "tries": 0, "reason": "", **more}
    )
    if not changed:
        raise Refused("The batch has moved on meanwhile. Look at it again.")
    batch.refresh_from_db()
