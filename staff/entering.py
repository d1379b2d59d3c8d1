"""Logging in, in two steps. After the password somebody is *half in*: nobody yet, with ten minutes to show a second factor.

Only `enter` makes a session of the desk; what a session of somebody half in holds opens no page of it.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest

from kit.encryption import ring
from staff import sessions

HALF_IN, FACTOR = "staff.half_in", "staff.factor"
TIME = timedelta(minutes=10)


def passed(request: HttpRequest) -> bool:
    """Whether a second factor was shown in this session, where one is needed."""
    return not settings.STAFF_SECOND_FACTOR or FACTOR in request.session


def begin(request: HttpRequest, user: Any, *, then: str, now: datetime) -> None:
    """Note that the password was right. `then` is the page to go to afterwards."""
    request.session.flush()
    request.session[HALF_IN] = {
        "user": user.pk,
        "backend": user.backend,
        # Another password in between ends it, as it ends sessions.
        "hash": user.get_session_auth_hash(),
        "at": now.isoformat(),
        "then": then,
    }


def half_in(request: HttpRequest, *, now: datetime) -> Any:
    """The person who has shown their password and no second factor yet, or None."""
    noted = request.session.get(HALF_IN)
    if noted is None or not timedelta(0) <= now - datetime.fromisoformat(noted["at"]) <= TIME:
        return None
    user = get_user_model().objects.filter(pk=noted["user"], is_active=True, is_staff=True).first()
    if user is None or user.get_session_auth_hash() != noted["hash"]:
        return None
    user.backend = noted["backend"]
    return user


def enter(request: HttpRequest, user: Any, *, how: str, now: datetime) -> str:
    """Begin a session of the desk; return the page to go to. `how` is "app", "passkey", "recovery" or "password"."""
    then = request.session.get(HALF_IN, {}).get("then", "")
    request.session.flush()
    login(request, user, backend=getattr(user, "backend", None))
    if how != "password":
        request.session[FACTOR] = how
    sessions.begin(request, now=now)
    return then


def keep_secret(request: HttpRequest, name: str, secret: bytes) -> None:
    """Keep what the next form needs; sessions lie in the database, so it is sealed."""
    request.session[f"staff.{name}"] = ring().seal(secret).hex()


def kept_secret(request: HttpRequest, name: str) -> bytes | None:
    kept = request.session.get(f"staff.{name}")
    return ring().open(bytes.fromhex(kept)) if kept else None
