"""Make the PDFs of frozen letters: claim some, stamp them, seal them. Several workers may do this at once.

Most are stamped, hundreds in a run and in a constant number of statements. A letter that only WeasyPrint can set is noted
and left to the press, which has a queue of its own: at two hundred times the time it would keep the others waiting.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet

from kit.wake import wake
from letters.models import Letter
from letters.paper import Made, NeedsPress, make, make_quickly
from letters.pressing import PressMissing
from letters.rendering import RenderError
from letters.sealing import seal
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
        seal(made, now=now)
    return len(claimed)


def press_some(*, now: datetime, most: int) -> int:
    """Have up to `most` letters set that cannot be stamped, one after the other; return how many were claimed."""
    done = 0
    while done < most and (claimed := _claim(Letter.objects.to_press(now), now=now, most=1)):
        done += 1
        for letter in _worth_a_try(claimed, now):
            try:
                seal({letter.pk: make(letter.frozen)}, now=now)
            except RenderError as error:
                _cannot(letter, error, now)
            except PressMissing:
                _give_back([letter])
                raise
    return done


# MATERIALIZED: PostgreSQL may otherwise run the subquery more than once and claim more than the limit.
_CLAIM = f"""
WITH mine(id) AS MATERIALIZED ({{waiting}})
UPDATE {Letter._meta.db_table} SET claimed_until = %s, tries = tries + 1
WHERE id IN (SELECT mine.id FROM mine) RETURNING id, frozen, tries, needs_press
"""  # noqa: S608 -- our own table


@transaction.atomic
def _claim(waiting: "QuerySet[Letter]", *, now: datetime, most: int) -> list[Letter]:
    """The try is counted before the work: a letter that kills its worker must not come back for ever.

    What was tried before is claimed alone, so that it takes no others with it.
    """
    if most < 1:
        return []  # Django has no statement for "the first none"
    rows = waiting.select_for_update(skip_locked=True).order_by("pk").values("pk")
    return _claimed(rows.filter(tries=0)[:most], now) or _claimed(rows[:1], now)


def _claimed(waiting: "QuerySet[Letter, Any]", now: datetime) -> list[Letter]:
    chosen, parameters = waiting.query.sql_with_params()
    claim = [*parameters, connection.ops.adapt_datetimefield_value(now + CLAIM)]
    # Nothing else of a letter is needed, and a row of it is mostly other things.
    found = Letter.objects.raw(_CLAIM.format(waiting=chosen), claim)
    return sorted(found, key=lambda letter: letter.pk)


def _worth_a_try(claimed: list[Letter], now: datetime) -> Iterable[Letter]:
    for letter in claimed:
        if letter.tries <= MOST_TRIES:
            yield letter
        else:
            _hold(letter, f"Rendering stopped its worker {MOST_TRIES} times.", now)


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
