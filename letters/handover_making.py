"""Make the files of a handover: one worker at a time, with progress in the row, from the beginning whenever it begins."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from letters.handover_files import SealedFile, forget
from letters.handover_front import CannotBePrinted, front
from letters.handover_words import list_counts
from letters.models import Handover
from letters.pressing import PressMissing, PressRefused, press
from letters.signatories import CHUNK, Counted, stream
from letters.signatory_cells import Entry, entries, pages
from letters.signatory_csv import SignatoryCsv
from letters.signatory_list import signatory_list
from letters.signatory_sheets import Heading
from letters.states import HandoverState as State

logger = logging.getLogger("letters")
CLAIM = timedelta(minutes=15)  # longer than any task may take (CELERY_TASK_TIME_LIMIT)
MOST_TRIES = 3


class Stopped(Exception):
    """Somebody has stopped it, or another worker has it, since the claim ran out."""


@dataclass(frozen=True)
class Made:
    pdf: str
    csv: str
    pdf_sha256: str
    csv_sha256: str
    listed: int
    only_counted: int
    unread: int
    gone: int
    pages: int
    names_pressed: int


def to_make(now: datetime) -> QuerySet[Handover]:
    """Waiting, or in the hands of a worker that did not come back."""
    return Handover.objects.filter(Q(state=State.WAITING) | Q(state=State.MAKING, claimed_until__lt=now))


def make_one(*, now: datetime) -> bool:
    """Make the oldest that waits; return whether there was one. Raises PressMissing: it waits on."""
    handover = to_make(now).order_by("pk").first()
    if handover is None:
        return False
    # The try is counted before the work: what ends its worker must not come back for ever.
    claim = {"state": State.MAKING, "claimed_until": now + CLAIM, "tries": F("tries") + 1, "progress": 0}
    if not to_make(now).filter(pk=handover.pk).update(**claim):
        return True
    handover.refresh_from_db()
    if handover.tries > MOST_TRIES:
        _fail(handover, f"Making it ended its worker {MOST_TRIES} times.")
        return True
    try:
        made = _make(handover)
    except Stopped:
        return True
    except (PressRefused, CannotBePrinted) as error:
        logger.warning("handover %s cannot be made", handover.pk)
        _fail(handover, str(error))
        return True
    except PressMissing:
        _mine(handover).update(state=State.WAITING, claimed_until=None, tries=F("tries") - 1)
        raise
    _keep(handover, made, now)
    return True


def _mine(handover: Handover) -> QuerySet[Handover]:
    return Handover.objects.filter(
        pk=handover.pk, state=State.MAKING, claimed_until=handover.claimed_until, tries=handover.tries
    )


def _fail(handover: Handover, reason: str) -> None:
    _mine(handover).update(state=State.FAILED, claimed_until=None, reason=reason[:300])


def _keep(handover: Handover, made: Made, now: datetime) -> None:
    """Take the new files for the old ones; whoever was stopped meanwhile keeps nothing."""
    with transaction.atomic():
        before = Handover.objects.select_for_update().get(pk=handover.pk)
        is_kept = _mine(handover).update(
            state=State.MADE, claimed_until=None, reason="", made_at=now, **vars(made)
        )
    old = (before.pdf, before.csv) if is_kept else (made.pdf, made.csv)
    forget(*old)


def _make(handover: Handover) -> Made:
    """Read the signatures once; write CSV and list as they come; the front part last, because it says what came of all."""
    counted = Counted()
    with translation.override(handover.language), SealedFile() as csv_file, SealedFile() as pdf_file:
        in_csv = SignatoryCsv(csv_file, header=[_("Number"), _("Name"), _("Town")])
        in_pdf = signatory_list(_heading(handover), pdf_file)

        def filled() -> Iterator[Entry]:
            for signatories in stream(
                appeal_id=handover.appeal_id, cut_off=handover.cut_off, counted=counted, chunk=CHUNK
            ):
                if not _mine(handover).update(progress=counted.all):
                    raise Stopped
                in_csv.put(signatories)
                yield from entries(signatories, in_pdf.setting)

        in_pdf.put(pages(filled()))
        gone = max(handover.signatures - counted.all, 0)
        for words, many in list_counts(counted, gone)[1:]:
            in_csv.say(words, many)
        cover = press(front(handover, counted=counted, gone=gone)).pdf
        page_count = in_pdf.finish(cover)
        return Made(
            pdf=pdf_file.keep("pdf"),
            csv=csv_file.keep("csv"),
            pdf_sha256=pdf_file.sha256,
            csv_sha256=csv_file.sha256,
            listed=counted.listed,
            only_counted=counted.only_counted,
            unread=counted.unread,
            gone=gone,
            pages=page_count,
            names_pressed=in_pdf.pressed,
        )


def _heading(handover: Handover) -> Heading:
    return Heading(
        language=handover.language,
        title=_("The signatory list"),
        subject=handover.frozen["subject"],
        page=_("Page {number}"),
    )
