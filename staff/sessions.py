"""Where sessions are kept (SESSION_ENGINE): in the database, each with its person.

Django's documented way to extend its sessions. A session that was ended is gone: a request that still runs in it
cannot write it again, because Django updates a row that exists and makes no new one.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.utils import timezone

from staff.models import Session

BEGUN, SEEN, BROWSER = "staff.begun", "staff.seen", "staff.browser"
# "Last used" is as old as this at most; in between a page costs no write.
SEEN_EVERY = timedelta(minutes=5)
BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux")
CALLED = {"Edg": "Edge", "OPR": "Opera", "Mac OS X": "a Mac"}


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> Any:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.begun_at = datetime.fromisoformat(data[BEGUN]) if BEGUN in data else None
        row.browser = data.get(BROWSER, "")
        row.seen_at = timezone.now()
        return row


def begin(request: HttpRequest, *, now: datetime) -> None:
    """Note when somebody logged in, and with what."""
    request.session[BEGUN] = request.session[SEEN] = now.isoformat()
    request.session[BROWSER] = browser_of(request.META.get("HTTP_USER_AGENT", ""))


def seen(request: HttpRequest, *, now: datetime) -> None:
    """Note that the session is in use; most calls write nothing."""
    last = request.session.get(SEEN)
    if last is not None and now - datetime.fromisoformat(last) > SEEN_EVERY:
        request.session[SEEN] = now.isoformat()


def browser_of(agent: str) -> str:
    """`Firefox on Linux`: enough to know one's own again, too little to track anybody."""
    browser = next((name for name in BROWSERS if f"{name}/" in agent), "")
    system = next((name for name in SYSTEMS if name in agent), "")
    words = [CALLED.get(browser, browser) or "A browser"]
    return " on ".join([*words, *([CALLED.get(system, system)] if system else [])])
