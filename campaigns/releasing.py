"""Release what was held back: one claim or one person at a time, by a named person, for a reason that stays on it."""

import logging
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser

from campaigns.models import HeldBack
from kit.refusals import Refused, reason_of
from trail.recording import recorded

logger = logging.getLogger("campaigns")


@recorded
def release_held_back(*, row: HeldBack, reason: str, by: AbstractBaseUser, now: datetime) -> None:
    """Let pages and letters use `row` as soon as it is sourced and reviewed. Its review stays as it is."""
    said = reason_of(reason, ask="Say why this may be shown: who agreed, or what changed.")
    # Guarded: of two people who release at once, the second is told.
    released = (
        type(row)
        ._default_manager.filter(pk=row.pk, held_back=True)
        .update(held_back=False, released_by=by, released_at=now, released_reason=said)
    )
    if not released:
        raise Refused("This is not held back.")
    row.refresh_from_db()
    logger.info("%s %s released by user %s", row._meta.label_lower, row.pk, by.pk)
