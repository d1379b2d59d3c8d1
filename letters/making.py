"""Make the PDFs of frozen letters: claim one, render it, seal it. Several workers may do this at once."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from letters.models import Letter, LetterPdf
from letters.rendering import RenderError, render
from letters.states import State

logger = logging.getLogger("letters")
CLAIM = timedelta(seconds=90)  # longer than the press may take for one letter
MOST_TRIES = 3


def make_some(*, now: datetime, most: int) -> int:
    """Render up to `most` letters, the oldest first; return how many were claimed. Raises PressMissing."""
    claimed = 0
    for pk in list(Letter.objects.to_render(now).order_by("pk").values_list("pk", flat=True)[:most]):
        # The try is counted before the work: a letter that kills its worker must not come back for ever.
        taken = Letter.objects.to_render(now).filter(pk=pk)
        if taken.update(claimed_until=now + CLAIM, tries=F("tries") + 1):
            claimed += 1
            make(letter=Letter.objects.get(pk=pk), now=now)
    return claimed


def make(*, letter: Letter, now: datetime) -> None:
    """Render a claimed letter. A letter that cannot be made is held, with the reason."""
    if letter.tries > MOST_TRIES:
        _hold(letter, f"Rendering stopped its worker {MOST_TRIES} times.", now)
        return
    try:
        rendered = render(letter.frozen)
    except RenderError as error:
        logger.warning("letter %s held: %s cannot be rendered", letter.pk, error.field)
        _hold(letter, str(error), now)
        return
    with transaction.atomic():
        moved = Letter.objects.filter(pk=letter.pk, state=State.FROZEN).update(
            state=State.READY, claimed_until=None, reason=""
        )
        if moved:  # withdrawn or held meanwhile: nothing is kept
            LetterPdf.objects.update_or_create(
                letter=letter,
                defaults={
                    "content": rendered.pdf,
                    "sha256": rendered.sha256,
                    "pages": rendered.pages,
                    "rendered_at": now,
                },
            )


def _hold(letter: Letter, reason: str, now: datetime) -> None:
    Letter.objects.filter(pk=letter.pk, state=State.FROZEN).update(
        state=State.HELD, reason=reason[:300], claimed_until=None, decided_at=now
    )
