"""What a print file holds, sheet after sheet: a chunk of its letters, its labels or its envelopes."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from letters import cover, envelopes, print_files
from letters.binding import PrintFile
from letters.models import BatchFile, PrintedLetter
from letters.rendering import RenderError

# Letters between two checkpoints. Full sheets of labels, or the last one of a chunk would be half empty; of what the press
# makes no more than it can in its seconds, on a busy machine too.
CHUNKS: dict[str, int] = {
    BatchFile.Kind.LETTERS: 500,
    BatchFile.Kind.LABELS: 10 * envelopes.L7163.count,
    BatchFile.Kind.ENVELOPES: 40,
}
TITLES = {
    BatchFile.Kind.LETTERS: "letters",
    BatchFile.Kind.LABELS: "address labels",
    BatchFile.Kind.ENVELOPES: "envelopes",
}


@dataclass
class Made:
    """`changed` are rows that are not what the cover says of them: not made, for the reason on them, or of other pages."""

    pages: int = 0
    cursor: int = 0
    checkpoint: bytes = b""
    is_whole: bool = False
    changed: list[PrintedLetter] = field(default_factory=list)


def write(out: BinaryIO, file: BatchFile, rows: Sequence[PrintedLetter], *, ends: float) -> Made:
    """Go on with a file by these rows, of letters by one at least and by as many as there is time for until `ends`
    (time.monotonic); without any rows it is ended. Raises Gone, PressRefused and PressMissing.
    """
    made = Made()
    if file.checkpoint:
        try:
            printed = PrintFile.resume(out, bytes(file.checkpoint))
        except ValueError as error:  # of another version, or another file
            raise print_files.Gone from error
    else:
        title = f"{file.batch}: {TITLES[BatchFile.Kind(file.kind)]}"
        printed = PrintFile(out, title=title, language="en")
        if file.kind == BatchFile.Kind.LETTERS:
            printed.pdf(cover.cover(file.batch))
    if not rows:
        printed.close()
        made.is_whole = True
    elif file.kind == BatchFile.Kind.LETTERS:
        made.cursor, made.changed = _letters(printed, file, rows, ends)
    else:
        sheets = envelopes.labels if file.kind == BatchFile.Kind.LABELS else envelopes.envelopes
        printed.pdf(sheets(file.batch, rows))
        made.cursor = rows[-1].position or 0
    made.pages = printed.pages
    if not made.is_whole:
        made.checkpoint = printed.checkpoint()
    return made


def _letters(
    printed: PrintFile, file: BatchFile, rows: Sequence[PrintedLetter], ends: float
) -> tuple[int, list[PrintedLetter]]:
    batch, changed, cursor = file.batch, [], file.cursor
    before = batch.rows.filter(position=file.cursor).values_list("country", flat=True).first()
    for row in rows:
        if cursor != file.cursor and time.monotonic() >= ends:
            break
        cursor = row.position or 0
        if row.country != before:
            _on_a_front(printed, batch.duplex)
            printed.pdf(cover.separator(batch, row.country))
            before = row.country
        _on_a_front(printed, batch.duplex)
        try:
            pages = printed.letter(row.letter)
        except RenderError as error:
            row.reason = str(error)[:300]
            changed.append(row)
            continue
        if pages != row.pages:
            row.pages = pages
            changed.append(row)
    return cursor, changed


def _on_a_front(printed: PrintFile, duplex: bool) -> None:
    """On both sides, the next sheet begins after an even number of pages."""
    if duplex and printed.pages % 2:
        printed.blank()
