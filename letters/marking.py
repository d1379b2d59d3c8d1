"""Mark printed letters as posted, returned or answered, and take a mark back. By staff at the desk, or by a helper's link.

The first paper of a letter that is posted moves the count of its appeal, once (letters/posted.py); a reprint adds nothing,
and as long as another paper of it is posted, taking one back takes nothing off. The letters' rows are locked meanwhile.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from kit.refusals import Refused
from letters import clearing, posted, pulling
from letters.models import Letter, MarkingLink, PaperMark, PrintBatch, PrintedLetter
from letters.models.print_states import LEFT_THE_HOUSE, PAPER, PaperState

TIMES = {PaperState.RETURNED: "returned_at", PaperState.ANSWERED: "answered_at"}
# As it stands on a letter, with or without its dashes; the code under it leads to an address that holds it too
# (letters/verifying.py): …/V/7F3K92QD/…
_IN_ADDRESS = re.compile(r"/V/(?:OC-?)?([0-9A-Z]{4})-?([0-9A-Z]{4})(?:/|$)")
_TYPED = re.compile(r"(?:OC)?[- ]*([0-9A-Z]{4})[- ]*([0-9A-Z]{4})")
_COUNTRY = re.compile(r"[A-Z]{2}|")
# Crockford's base 32: what people read for what is meant.
_MISREAD = str.maketrans("OIL", "011")


class PullOut(Refused):
    """This letter may not leave any more. `pull` says why."""

    def __init__(self, pull: pulling.Pull) -> None:
        super().__init__(f"Pull this letter out: {pull.reason}")
        self.pull = pull


@dataclass(frozen=True)
class Who:
    """One of the two."""

    by: Any = None
    link: MarkingLink | None = None


def reference_in(typed: str) -> str:
    """`OC-7F3K-92QD` from what a person types or a scanner pastes; "" where there is none in it."""
    plain = typed.strip().upper()
    found = _IN_ADDRESS.search(plain) if "/V/" in plain else _TYPED.fullmatch(plain)
    return f"OC-{found[1].translate(_MISREAD)}-{found[2].translate(_MISREAD)}" if found else ""


def country_in(typed: str) -> str:
    """The code of a destination, "" for one that is not known. Refused for what no button of ours says."""
    if not _COUNTRY.fullmatch(typed):
        raise Refused(_("Somebody has marked some of them meanwhile. Look at the numbers again."))
    return typed


def mark_one(
    *, batch: PrintBatch, typed: str, to: str, who: Who, now: datetime, anyway: bool = False
) -> PaperMark:
    """Refused when it is not in this batch or marked already; PullOut unless a person says that it was posted `anyway`."""
    reference = reference_in(typed)
    row = batch.rows.on_paper().filter(letter__reference=reference).first() if reference else None
    if row is None:
        raise Refused(_("This letter is not in this batch. Type the reference as it stands on the letter."))
    if not PAPER.allows(row.state, to):
        if row.state == PaperState.PRINTED:
            raise Refused(_("This letter is not marked as posted yet. Mark that first."))
        raise Refused(_("This letter is marked already."))
    rows = batch.rows.filter(pk=row.pk)
    if to == PaperState.POSTED and not anyway:
        for pull in pulling.why_to_pull(rows, now=now):
            raise PullOut(pull)
    return _mark(rows, batch, to, who, now, reference=reference)


def mark_destination(
    *, batch: PrintBatch, country: str, to: str, expected: int, who: Who, now: datetime
) -> PaperMark:
    """All letters to a country that can be so marked, but those to pull out. Refused when it is another number than was seen."""
    return mark_rows(
        batch=batch,
        rows=markable(batch, to, now=now).filter(country=country),
        to=to,
        expected=expected,
        who=who,
        now=now,
        country=country,
    )


def mark_rows(
    *,
    batch: PrintBatch,
    rows: "QuerySet[PrintedLetter]",
    to: str,
    expected: int,
    who: Who,
    now: datetime,
    country: str = "",
) -> PaperMark:
    fit = rows.count()
    if fit != expected or not fit:
        raise Refused(_("Somebody has marked some of them meanwhile. Look at the numbers again."))
    return _mark(rows, batch, to, who, now, country=country)


def markable(batch: PrintBatch, to: str, *, now: datetime) -> "QuerySet[PrintedLetter]":
    """The letters of a batch that can be marked so, without those to pull out."""
    rows = batch.rows.filter(state__in=[PaperState.PRINTED if to == PaperState.POSTED else PaperState.POSTED])
    if to != PaperState.POSTED:
        return rows
    return rows.exclude(pk__in=[pull.row for pull in pulling.to_pull_out(batch, now=now)])


@transaction.atomic
def _mark(
    rows: "QuerySet[PrintedLetter]", batch: PrintBatch, to: str, who: Who, now: datetime, **about: str
) -> PaperMark:
    mark = PaperMark.objects.create(
        batch=batch, moved_to=to, letters=0, by=who.by, link=who.link, at=now, **about
    )
    _lock(rows)
    before = PaperState.PRINTED if to == PaperState.POSTED else PaperState.POSTED
    chosen = PrintedLetter.objects.filter(pk__in=rows.order_by().values("pk"), state=before)
    if to == PaperState.POSTED:
        mark.letters = chosen.update(state=to, posted_at=now, posted_mark=mark)
        letters = Letter.objects.filter(prints__posted_mark=mark)
        posted.count_all_posted(letters, via=Letter.PostedVia.HAND, now=now)
    else:
        mark.letters = chosen.update(state=to, later_mark=mark, **{TIMES[PaperState(to)]: now})
    if not mark.letters:
        raise Refused(_("Somebody has marked some of them meanwhile. Look at the numbers again."))
    mark.save(update_fields=["letters"])
    if to == PaperState.POSTED:
        clearing.clear_posted(batch=batch)
    return mark


@transaction.atomic
def undo(*, mark: PaperMark, now: datetime) -> int:
    """Return how many letters are as they were before this mark. What was marked further since then stays."""
    if not PaperMark.objects.filter(pk=mark.pk, undone_at=None).update(undone_at=now):
        raise Refused(_("This has been taken back already."))
    state = PaperState(mark.moved_to)
    name = "posted_mark" if state == PaperState.POSTED else "later_mark"
    rows = PrintedLetter.objects.filter(**{name: mark}, state=state)
    _lock(rows)
    if state != PaperState.POSTED:
        taken = rows.update(state=PaperState.POSTED, later_mark=None, **{TIMES[state]: None})
    else:
        other = PrintedLetter.objects.filter(letter=OuterRef("pk"), state__in=LEFT_THE_HOUSE)
        letters = Letter.objects.filter(prints__in=rows).exclude(Exists(other.exclude(posted_mark=mark)))
        posted.take_all_back(letters, via=Letter.PostedVia.HAND)
        taken = rows.update(state=PaperState.PRINTED, posted_mark=None, posted_at=None)
    if not taken:
        raise Refused(_("These letters have been marked further since then. Take that back first."))
    return taken


def last_marks(batch: PrintBatch, most: int = 10) -> list[PaperMark]:
    return list(batch.marks.filter(undone_at=None).select_related("by").order_by("-pk")[:most])


def _lock(rows: "QuerySet[PrintedLetter]") -> None:
    """Two papers of a letter, marked and taken back at the same moment, wait for each other here."""
    letters = Letter.objects.filter(pk__in=rows.order_by().values("letter"))
    list(letters.select_for_update().order_by("pk").values_list("pk", flat=True))
