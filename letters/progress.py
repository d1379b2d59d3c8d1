"""How far a print batch is: while its files are made, and while its letters are posted."""

from dataclasses import dataclass

from django.db.models import Count, Q

from letters.models import BatchFile, PrintBatch
from letters.models.print_states import LEFT_THE_HOUSE, PaperState


@dataclass(frozen=True)
class Making:
    """`done` of `all` steps: each letter is looked at once, and written into each file once."""

    done: int
    all: int
    words: str


@dataclass(frozen=True)
class Place:
    country: str
    letters: int
    printed: int
    posted: int  # whatever came after
    returned: int
    answered: int

    @property
    def still_out(self) -> int:
        """Posted, and nothing has come of it yet."""
        return self.posted - self.returned - self.answered


def making(batch: PrintBatch) -> Making:
    """Three queries."""
    rows = batch.rows.exclude(state=PaperState.LEFT_OUT)
    letters = rows.count()
    looked = rows.filter(pk__lte=batch.looked).count()
    files = {file.kind: file for file in batch.files.all()}
    wanted = [BatchFile.Kind.LETTERS]
    wanted += [BatchFile.Kind.LABELS] if batch.labels else []
    wanted += [BatchFile.Kind.ENVELOPES] if batch.envelopes else []
    written = {kind: _written(files.get(kind), letters) for kind in wanted}
    words = f"{looked} of {letters} letters looked at"
    for kind, many in written.items():
        if looked >= letters:
            words = f"{kind.label}: {many} of {letters} written"
        if many < letters:
            break
    return Making(looked + sum(written.values()), letters * (1 + len(wanted)), words)


def _written(file: BatchFile | None, letters: int) -> int:
    if file is None:
        return 0
    return letters if file.made_at else min(file.cursor, letters)


def places(batch: PrintBatch) -> list[Place]:
    """One query: what became of the paper, destination by destination."""
    on_paper = batch.rows.on_paper().order_by("country").values("country")
    rows = on_paper.annotate(
        letters=Count("pk"),
        printed=Count("pk", filter=Q(state=PaperState.PRINTED)),
        posted=Count("pk", filter=Q(state__in=LEFT_THE_HOUSE)),
        returned=Count("pk", filter=Q(state=PaperState.RETURNED)),
        answered=Count("pk", filter=Q(state=PaperState.ANSWERED)),
    )
    return [Place(**row) for row in rows]
