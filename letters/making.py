"""Make the PDFs of frozen letters: claim some, stamp them, seal them. Several workers may do this at once.

Most are stamped, hundreds in a run and in a constant number of statements. A letter that only WeasyPrint can set is noted
and left to the press, which has a queue of its own: at two hundred times the time it would keep the others waiting.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from kit.wake import wake
from letters import shells
from letters.models import Letter, LetterPdf
from letters.paper import Made, NeedsPress, kept, make, make_quickly
from letters.pressing import PressMissing
from letters.rendering import RenderedLetter, RenderError
from letters.states import State

logger = logging.getLogger("letters")
CLAIM = timedelta(seconds=90)  # longer than the press may take for one letter, and a run for its stamps
MOST_TRIES = 3


def make_some(*, now: datetime, most: int) -> int:
    """Stamp up to `most` letters, the oldest first; return how many were claimed.

    A constant number of statements, and one for each letter that cannot be made. Raises PressMissing where a shell has to be
    compiled and none can: what was stamped till then is kept, the others wait as if they had not been tried.
    """
    claimed = _claim(Letter.objects.to_stamp(now), now=now, most=most)
    made: dict[int, Made] = {}
    try:
        for letter in _worth_a_try(claimed, now):
            try:
                made[letter.pk] = make_quickly(letter.frozen)
            except NeedsPress:
                _leave_to_the_press(letter)
            except RenderError as error:
                _cannot(letter, error, now)
    except PressMissing:
        _give_back([letter for letter in claimed if letter.pk not in made])
        raise
    finally:
        _keep(made, now)
    return len(claimed)


def press_some(*, now: datetime, most: int) -> int:
    """Have up to `most` letters set that cannot be stamped, one after the other; return how many were claimed."""
    done = 0
    while done < most and (claimed := _claim(Letter.objects.to_press(now), now=now, most=1)):
        done += 1
        for letter in _worth_a_try(claimed, now):
            try:
                _keep({letter.pk: make(letter.frozen)}, now)
            except RenderError as error:
                _cannot(letter, error, now)
            except PressMissing:
                _give_back([letter])
                raise
    return done


@transaction.atomic
def _claim(waiting: "QuerySet[Letter]", *, now: datetime, most: int) -> list[Letter]:
    """The try is counted before the work: a letter that kills its worker must not come back for ever.

    What was tried before is claimed alone, so that it takes no others with it.
    """
    rows = waiting.select_for_update(skip_locked=True).order_by("pk")
    found = list(rows.filter(tries=0).values_list("pk", flat=True)[:most])
    found = found or list(rows.values_list("pk", flat=True)[:1])
    mine = Letter.objects.filter(pk__in=found)
    if found:
        mine.update(claimed_until=now + CLAIM, tries=F("tries") + 1)
    # Nothing else of a letter is needed, and a row of it is mostly other things.
    return list(mine.only("frozen", "tries", "needs_press").order_by("pk"))


def _worth_a_try(claimed: list[Letter], now: datetime) -> Iterable[Letter]:
    for letter in claimed:
        if letter.tries <= MOST_TRIES:
            yield letter
        else:
            _hold(letter, f"Rendering stopped its worker {MOST_TRIES} times.", now)


@transaction.atomic
def _keep(made: dict[int, Made], now: datetime) -> None:
    """Seal what was made of those that nobody has withdrawn or held meanwhile."""
    still = Letter.objects.filter(pk__in=made, state=State.FROZEN).select_for_update()
    moved = list(still.order_by("pk").values_list("pk", flat=True))
    if not moved:
        return
    Letter.objects.filter(pk__in=moved).update(state=State.READY, claimed_until=None, reason="")
    shells.see_to_rows(one.shell for one in made.values() if not isinstance(one, RenderedLetter))
    rows = [LetterPdf(letter_id=pk, rendered_at=now, **kept(made[pk])) for pk in moved]
    fields = ["tier", "shell", "lines", "content", "sha256", "pages", "rendered_at"]
    # A letter that was released to be made anew has one from before.
    LetterPdf.objects.bulk_create(rows, update_conflicts=True, unique_fields=["letter"], update_fields=fields)


def _give_back(letters: list[Letter]) -> None:
    mine = Letter.objects.filter(
        pk__in=[letter.pk for letter in letters], state=State.FROZEN, needs_press=letters[0].needs_press
    )
    mine.update(claimed_until=None, tries=F("tries") - 1)


def _leave_to_the_press(letter: Letter) -> None:
    moved = Letter.objects.filter(pk=letter.pk, state=State.FROZEN)
    moved.update(needs_press=True, tries=0, claimed_until=None)
    wake("letters.press")


def _cannot(letter: Letter, error: RenderError, now: datetime) -> None:
    logger.warning("letter %s held: %s cannot be rendered", letter.pk, error.field)
    _hold(letter, str(error), now)


def _hold(letter: Letter, reason: str, now: datetime) -> None:
    Letter.objects.filter(pk=letter.pk, state=State.FROZEN).update(
        state=State.HELD, reason=reason[:300], claimed_until=None, decided_at=now
    )
