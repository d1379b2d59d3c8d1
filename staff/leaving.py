"""End somebody's sessions, wherever they are."""

from typing import Any

from staff.models import Session


def log_out(*, user: Any, but: str | None = None) -> int:
    """End all sessions of `user`, or all but the one whose key is `but`; return how many. Each ends with its next request."""
    return Session.objects.filter(user=user).exclude(session_key=but or "").delete()[0]
