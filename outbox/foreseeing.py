"""What kinds have found out ahead about messages that were claimed together (kinds.Ahead), and what of it still holds.

A letter to an office leaves alone, and asking all about it would take a hundred times what sending it takes. So its kind
asks for the whole claim at once; just before each letter leaves it is asked whether anything that the answer rests on
has changed since. What has changed, or cannot be told, is asked anew in full: nothing leaves on an old answer.
"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import InterfaceError, OperationalError

from outbox.kinds import Ahead, Kind, kind_of
from outbox.models import Message

logger = logging.getLogger("outbox")


class Foresight:
    """Of one claim."""

    def __init__(self, messages: Sequence[Message], now: datetime) -> None:
        by_kind: dict[str, list[Message]] = defaultdict(list)
        for message in messages:
            by_kind[message.kind].append(message)
        self._ahead: dict[str, Ahead] = {}
        self._still: set[int] = set()  # of the window that was asked for last
        for name, group in by_kind.items():
            if ahead := _ahead_of(name, group, now):
                self._ahead[name] = ahead

    def still_may_leave(self, window: Sequence[Message], now: datetime) -> set[int]:
        """The ids of those that may leave because they might, and nothing has changed. One statement for each kind at most."""
        self._still = set()
        for name, ahead in self._ahead.items():
            group = [message for message in window if message.kind == name]
            if group and ahead.still:
                self._still |= set(ahead.still(group, now))
        return self._still

    def kind_of(self, message: Message) -> Kind:
        """Its kind, with what is loaded where that is fresh. Raise LookupError when no room has registered it."""
        ahead = self._ahead.get(message.kind)
        if ahead and (ahead.still is None or message.pk in self._still):
            return ahead.kind
        return kind_of(message.kind)


def _ahead_of(name: str, group: Sequence[Message], now: datetime) -> Ahead | None:
    try:
        ask = kind_of(name).ahead
    except LookupError:
        return None
    try:
        return ask(group, now) if ask else None
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # one that cannot be read must not stop the others: each is asked for itself
        logger.warning("messages of the kind %s are asked one by one: %s", name, type(error).__name__)
        return None
