"""Decide an act on many rows, do it some at a time, stop it and let it go on.

Of each chunk the rows, what came of each and how far the act is change in one transaction, under the lock of the act's row: a
worker that dies leaves nothing half done, and of two workers the second passes by. The trail tells the decision once, with its
reason and the rows; the history of each row tells it there.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection, transaction
from django.db.models import F, Model, QuerySet

from bulk.models import BulkAct, BulkRow
from bulk.register import Act, known
from bulk.states import MOVES, RowState, State
from kit.refusals import Refused, reason_of
from kit.wake import wake
from trail.recording import recorded, told_already

logger = logging.getLogger("bulk")
CHUNK = 50
EXAMPLES = 10
TASK = "bulk.carry_on"
_CHOOSE = """
INSERT INTO bulk_bulkrow (act_id, object_id, state, why)
WITH p(id) AS ({chosen}) SELECT %s, p.id, %s, '' FROM p ORDER BY p.id
"""


@recorded
@transaction.atomic
def begin(
    *, act: Act, rows: QuerySet, expected: int, reason: str, by: AbstractBaseUser, now: datetime
) -> BulkAct:
    """Decide it for `rows` as they are now. Refused when their number is not the one that the person has seen."""
    said = reason_of(reason) if act.asks_why else ""
    chosen, parameters = rows.order_by().values_list("pk").distinct().query.sql_with_params()
    bulk = BulkAct.objects.create(
        name=act.name,
        title=str(act.title),
        model=rows.model._meta.label_lower,
        reason=said,
        by_id=by.pk,
        at=now,
        expected=expected,
    )
    with connection.cursor() as cursor:
        cursor.execute(_CHOOSE.format(chosen=chosen), [*parameters, bulk.pk, RowState.WAITING])
        fit = int(cursor.rowcount)
    if fit != expected:
        raise Refused(f"{fit} rows fit now, not {expected} as before. Look at them again.")
    wake(TASK)
    return bulk


@recorded
@transaction.atomic
def stop(*, bulk: BulkAct, reason: str, by: AbstractBaseUser, now: datetime) -> None:
    """After the rows that a worker has in hand; what is done stays done."""
    said = reason_of(reason)
    _move(bulk, State.STOPPED, stopped_because=said)


@recorded
@transaction.atomic
def go_on(*, bulk: BulkAct, by: AbstractBaseUser, now: datetime) -> None:
    """With the rows that wait. They are done in the name of who decided it, so only they, or who may do the same, can."""
    if by.pk != bulk.by_id and not _may(by, known(bulk.name).right):
        raise Refused("This takes the right to do it yourself.")
    _move(bulk, State.RUNNING, stopped_because="")
    wake(TASK)


def carry_on(*, clock: Callable[[], datetime], chunks: int = 20) -> bool:
    """Do up to `chunks` chunks of whatever is decided; return whether there is more."""
    return all(_one_chunk(clock()) for _ in range(chunks))


@transaction.atomic
def _one_chunk(now: datetime) -> bool:
    running = BulkAct.objects.filter(state=State.RUNNING).order_by("pk")
    bulk = running.select_related("by").select_for_update(of=("self",), skip_locked=True).first()
    if bulk is None:
        return False
    try:
        act = known(bulk.name)
    except LookupError:
        return _give_up(bulk, "This version of Outcry does not know this act.")
    if not _may(bulk.by, act.right):
        return _give_up(bulk, f"{bulk.by} may not do this any more.")
    waiting = list(bulk.rows.filter(state=RowState.WAITING).order_by("pk")[:CHUNK])
    model = apps.get_model(bulk.model)
    found = model._default_manager.in_bulk([row.object_id for row in waiting])
    for row in waiting:
        row.why = _refusal(act, found.get(row.object_id), bulk, now)
        row.state = RowState.REFUSED if row.why else RowState.DONE
    BulkRow.objects.bulk_update(waiting, ["state", "why"])
    done = [row.object_id for row in waiting if row.state == RowState.DONE]
    _tell_history(model, [found[pk] for pk in done], bulk, act)
    is_over = len(waiting) < CHUNK
    BulkAct.objects.filter(pk=bulk.pk).update(
        done=F("done") + len(done),
        refused=F("refused") + len(waiting) - len(done),
        **({"state": State.DONE, "ended_at": now} if is_over else {}),
    )
    return True


def _refusal(act: Act, row: Model | None, bulk: BulkAct, now: datetime) -> str:
    """Do it to one row; return "" or why not, with nothing of it done."""
    if row is None:
        return "It is not there any more."
    try:
        with told_already(), transaction.atomic():
            act.on(row, by=bulk.by, reason=bulk.reason, now=now)
    except Refused as refused:
        return refused.message[:300] or "Refused."
    except OperationalError:
        raise  # the database's trouble and no fault of the row: the whole chunk is done again
    except Exception as error:
        logger.exception("act %s failed on %s %s", act.name, bulk.model, row.pk)
        return f"It failed ({type(error).__name__}), and nothing of it was done."
    return ""


def _tell_history(model: type[Model], rows: Sequence[Model], bulk: BulkAct, act: Act) -> None:
    """Past Django's own manager, which would tell the trail of each row (trail/apps.py)."""
    kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
    QuerySet(LogEntry).bulk_create(
        LogEntry(
            user_id=bulk.by_id,
            content_type=kind,
            object_id=str(row.pk),
            object_repr=str(row)[:200],
            action_flag=CHANGE,
            change_message=act.on_history(bulk.reason),
        )
        for row in rows
    )


def _give_up(bulk: BulkAct, why: str) -> bool:
    _move(bulk, State.STOPPED, stopped_because=why)
    return True


def _may(person: Any, right: str) -> bool:
    return bool(person.is_active and person.has_perm(right))


def _move(bulk: BulkAct, state: str, **fields: object) -> None:
    # Guarded: of two people who press at once, the second is told.
    rows = BulkAct.objects.filter(pk=bulk.pk, state__in=MOVES.before(state))
    if not rows.update(state=state, **fields):
        bulk.refresh_from_db()
        MOVES.check(bulk.state, state, thing="act")
        raise Refused("Somebody else has just decided about it. Look at it again.")
    bulk.refresh_from_db()
