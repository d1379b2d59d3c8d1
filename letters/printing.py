"""Make the files of a print batch: look at each letter once more, fix their order, write sheet after sheet to disk.

    carry_on(clock=timezone.now, seconds=50)        whether there is more to do

One worker has a batch, by a claim in its row that each checkpoint renews. The try is counted before the work and forgotten
at the next checkpoint; a batch that ends its worker three times at the same place is set aside. After a first crash it
goes letter by letter, so that what is said names the one that did it.

Memory is flat: rows are read in chunks, and what is written stays written. The same rows give the same bytes, wherever
the work was interrupted, because checkpoints leave nothing in the file.
"""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from letters import binding_order, print_files, sorting
from letters.choosing import pages_of
from letters.models import BatchFile, PrintBatch, PrintedLetter
from letters.models.print_states import BatchState, PaperState
from letters.on_paper import why_not_on_paper
from letters.paper import make
from letters.pressing import PressMissing, PressRefused
from letters.rendering import RenderError

logger = logging.getLogger("letters")
SECONDS = 50.0
SECONDS_A_CHUNK = 20.0  # then the claim is renewed, whatever is left of the chunk
# Longer than a chunk, its last letter and the start of a press together take.
LEASE = timedelta(minutes=2)
LOOK = 200
MOST_TRIES = 3


class Lost(Exception):
    """Somebody has stopped the batch, or another worker has it."""


def carry_on(*, clock: Callable[[], datetime] = timezone.now, seconds: float = SECONDS) -> bool:
    """Work on one batch for about `seconds`; return whether something is left. Raises PressMissing: nothing is lost."""
    run = _claim(clock)
    if run is None:
        return False
    ends = time.monotonic() + seconds
    try:
        while _next_step(run):
            if time.monotonic() >= ends:
                run.give_back()
                return True
    except (Lost, print_files.Elsewhere):
        return False
    except PressMissing:
        run.give_back()
        raise
    except PressRefused as refused:
        run.set_aside(f"A sheet of our own cannot be made: {refused}.")
    except OSError as error:
        # Tried again every few seconds it would be set aside for what it is not: a letter that kills.
        run.set_aside(f"Its file cannot be written: {error.strerror}. Make room, then let it go on.")
    return PrintBatch.objects.to_make(clock()).exists()


class _Run:
    """One worker's hold on one batch. `is_careful` after a crash: one letter at a time."""

    def __init__(self, batch: PrintBatch, lease: datetime, clock: Callable[[], datetime]) -> None:
        self.batch, self.lease, self.clock = batch, lease, clock
        self.is_careful = batch.tries > 1

    def keep(self, **changes: Any) -> None:
        """Write down how far it is, and renew the claim. Raises Lost: what was done since then is done again."""
        lease = self.clock() + LEASE
        if not self._mine().update(claimed_until=lease, tries=0, **changes):
            raise Lost
        self.lease = lease
        self.batch.refresh_from_db()

    def finish(self, now: datetime) -> None:
        if not self._mine().update(state=BatchState.MADE, claimed_until=None, tries=0, finished_at=now):
            raise Lost

    def give_back(self) -> None:
        self._mine().update(state=BatchState.QUEUED, claimed_until=None, tries=0)

    def set_aside(self, reason: str) -> None:
        logger.warning("%s set aside", self.batch)
        self._mine().update(state=BatchState.SET_ASIDE, claimed_until=None, reason=reason[:300])

    def _mine(self) -> Any:
        return PrintBatch.objects.filter(pk=self.batch.pk, state=BatchState.MAKING, claimed_until=self.lease)


def _claim(clock: Callable[[], datetime]) -> _Run | None:
    now = clock()
    for pk in list(PrintBatch.objects.to_make(now).order_by("pk").values_list("pk", flat=True)):
        lease = now + LEASE
        taken = (
            PrintBatch.objects.to_make(now)
            .filter(pk=pk)
            .update(state=BatchState.MAKING, claimed_until=lease, tries=F("tries") + 1)
        )
        if not taken:
            continue
        run = _Run(PrintBatch.objects.select_related("appeal", "target", "made_by").get(pk=pk), lease, clock)
        if run.batch.tries <= MOST_TRIES:
            return run
        run.set_aside(f"Making it stopped its worker {MOST_TRIES} times, at {_place(run.batch)}.")
    return None


def _place(batch: PrintBatch) -> str:
    """The letter that was next."""
    file = batch.files.filter(made_at=None).order_by("pk").first()
    row = (
        batch.rows.in_file().filter(position__gt=file.cursor).first()
        if file
        else batch.rows.filter(pk__gt=batch.looked).order_by("pk").first()
    )
    return f"letter {row.letter.reference}" if row else "its end"


def _next_step(run: _Run) -> bool:
    """Look, sort, write, finish: one chunk of what is next. Return whether there is more."""
    batch = run.batch
    rows = list(
        batch.rows.filter(pk__gt=batch.looked)
        .exclude(state=PaperState.LEFT_OUT)
        .select_related("letter__message", "letter__pdf")
        .defer("letter__message__recipient", "letter__message__values", "letter__pdf__content")
        .order_by("pk")[: 1 if run.is_careful else LOOK]
    )
    if rows:
        _look(run, rows)
        return True
    if batch.sorted_at is None:
        sorting.sort(batch=batch, now=run.clock())
    if not batch.rows.in_file().exists():
        run.set_aside("None of its letters can be printed now. Its page says why.")
        return False
    sorting.begin_files(batch)
    file = batch.files.filter(made_at=None).order_by("pk").first()
    if file is None:
        _finish(run)
        return False
    _write(run, file)
    return True


def _look(run: _Run, rows: Sequence[PrintedLetter]) -> None:
    """Ask of each once more whether it may leave, and measure those whose pages nobody knows."""
    reasons = why_not_on_paper([row.letter for row in rows], run.clock())
    ends = time.monotonic() + SECONDS_A_CHUNK
    last, changed = rows[0], []
    for row in rows:
        if time.monotonic() >= ends:
            break
        last, before = row, (row.reason, row.pages, row.state)
        row.reason = reasons.get(row.letter_id, "")
        if row.reason == "" and row.pages is None:
            row.pages = pages_of(row.letter)
        if row.reason == "" and row.pages is None:
            try:
                row.pages = make(row.letter.frozen).pages
            except RenderError as error:
                row.reason = str(error)[:300]
        if row.reason and row.state == PaperState.WAITING and row.position is None:
            row.state = PaperState.LEFT_OUT
        if (row.reason, row.pages, row.state) != before:
            changed.append(row)
    with transaction.atomic():
        run.keep(looked=last.pk)
        PrintedLetter.objects.bulk_update(changed, ["reason", "pages", "state"])


def _write(run: _Run, file: BatchFile) -> None:
    """The next chunk of a file, up to its checkpoint; at the end what ends the file."""
    batch = run.batch
    is_alone = run.is_careful and file.kind == BatchFile.Kind.LETTERS  # of labels, a sheet holds so many
    size = 1 if is_alone else binding_order.CHUNKS[file.kind]
    rows = list(batch.rows.in_file().filter(position__gt=file.cursor).select_related("letter__pdf")[:size])
    try:
        with print_files.opened(file) as out:
            made = binding_order.write(out, file, rows, ends=time.monotonic() + SECONDS_A_CHUNK)
            file.size = print_files.kept(out)
    except print_files.Gone:
        _anew(run, file)
        return
    file.is_flawed = file.is_flawed or bool(made.changed)
    if not made.is_whole:
        file.cursor, file.pages, file.checkpoint = made.cursor, made.pages, made.checkpoint
    elif file.is_flawed:
        # Its cover counts what is not in it: once more from the beginning, without what could not be made.
        _anew(run, file, made.changed)
        return
    else:
        file.pages, file.checkpoint, file.made_at = made.pages, b"", run.clock()
    with transaction.atomic():
        run.keep()
        file.save()
        PrintedLetter.objects.bulk_update(made.changed, ["reason", "pages"])


def _anew(run: _Run, file: BatchFile, changed: Sequence[PrintedLetter] = ()) -> None:
    with transaction.atomic():
        run.keep()
        BatchFile.objects.filter(pk=file.pk).update(
            cursor=0, size=0, pages=0, checkpoint=b"", is_flawed=False, made_at=None
        )
        PrintedLetter.objects.bulk_update(changed, ["reason", "pages"])


def _finish(run: _Run) -> None:
    now = run.clock()
    with transaction.atomic():
        run.finish(now)
        run.batch.rows.filter(state=PaperState.WAITING, reason="").update(
            state=PaperState.PRINTED, printed_at=now
        )
        run.batch.rows.filter(state=PaperState.WAITING).update(state=PaperState.LEFT_OUT)
