"""Ring a worker, by the task's name, when the transaction has been committed.

The ring is a convenience: what is to be done stands in rows, and beat's next tick finds it. So a
broker that is away costs the person who pressed the button nothing but one short timeout, and for
QUIET_SECONDS after that not even that.
"""

import logging
import time
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger("kit.wake")
QUIET_SECONDS = 10.0
# Under a crowd every request would ring; one ring finds the work of all. What was committed just after a worker looked
# waits for the tick, as with a broker that is away.
SECONDS_BETWEEN_RINGS = 0.2
_quiet_until = 0.0
_last_rung: dict[str, float] = {}


def wake(task: str, **ids: Any) -> None:
    # Rung after the commit: a worker that is faster than the commit would find no row.
    transaction.on_commit(lambda: _ring_if_quiet(task, **ids))


def _ring_if_quiet(task: str, **ids: Any) -> None:
    now = time.monotonic()
    if not ids and now < _last_rung.get(task, -1.0) + SECONDS_BETWEEN_RINGS:
        return
    _last_rung[task] = now
    ring_now(task, **ids)


def ring_now(task: str, **ids: Any) -> bool:
    """Send the task; return whether the broker took it."""
    global _quiet_until
    if time.monotonic() < _quiet_until:
        return False
    try:
        current_app.send_task(task, kwargs=ids, retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        _quiet_until = time.monotonic() + QUIET_SECONDS
        logger.warning("broker away, next tick will find the work of %s: %s", task, type(error).__name__)
        return False
    return True
