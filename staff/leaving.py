"""End somebody's sessions, wherever they are."""

from datetime import datetime
from typing import Any

from staff.models import Session
from trail.recording import recorded


@recorded
def log_out(*, user: Any, by: Any, now: datetime, but: str | None = None) -> int:
    """End all sessions of `user`, or all but the one whose key is `but`; return how many. Each ends with its next request."""
    return Session.objects.filter(user=user).exclude(session_key=but or "").delete()[0]


def sweep(*, now: datetime) -> int:
    """Forget the sessions that have run out; return how many."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]
