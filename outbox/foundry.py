"""Make the parcels of a batch: poured into moulds where that is exact, composed by the email package where it is not; counted."""

import logging
from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from outbox.composing import compose
from outbox.dkim_signatures import signer
from outbox.kinds import Draft, Kind, Own
from outbox.models import Message
from outbox.moulds import Mould, mould_of
from outbox.transports.base import Parcel

logger = logging.getLogger("outbox")
T = TypeVar("T")


class Foundry:
    """Of one worker's run. Raise ImproperlyConfigured where DKIM is half configured. `ways` counts mails: poured, composed (no mould fits), unequal (a mould was wrong: must stay 0)."""

    def __init__(self) -> None:
        self.ways: Counter[str] = Counter()
        self._moulds: dict[Hashable, Mould | None] = {}
        self._before: dict[Hashable, Mould] = {}  # proved in the batch before
        self._proved: set[str] = set()
        self._sign = signer()

    def new_batch(self) -> None:
        """What messages share is read anew for each batch: a text may have changed meanwhile.

        A mould is kept, and used again where its template, drafted anew, says word for word what it was made of.
        """
        self._before = {name: mould for name, mould in self._moulds.items() if mould}
        self._moulds.clear()
        self._proved.clear()

    def parcel(self, message: Message, kind: Kind, *, now: datetime) -> Parcel:
        """Raise what the kind raises, and ComposeError, as composing.compose does. Signed where DKIM is configured."""
        parcel = self._made(message, kind, now)
        # After pouring: what moulds share cannot hold a signature, which covers the whole mail.
        return replace(parcel, content=self._sign(parcel.content, now)) if self._sign else parcel

    def _made(self, message: Message, kind: Kind, now: datetime) -> Parcel:
        shared = kind.shared
        alike = shared.of(message) if shared else None
        if shared is None or alike is None:
            return self._alone(message, kind, now)
        key, values = alike
        own = shared.own(message) if shared.own else None
        name = (kind.name, key)
        if name not in self._moulds and not self._is_as_before(name, partial(shared.draft, key), values):
            return self._first(message, kind, key, values, own, now)
        mould = self._moulds[name]
        poured = _unless_unfit(lambda: mould.pour(message, values, own=own, now=now)) if mould else None
        if poured:
            self.ways["poured"] += 1
            return poured
        self.ways["composed"] += 1
        draft = shared.draft(key, values)
        return compose(message, own.added_to(draft) if own else draft, now=now)

    def _is_as_before(
        self, name: Hashable, draft: Callable[[Mapping[str, str]], Draft], values: Mapping[str, str]
    ) -> bool:
        mould = self._before.get(name)
        if mould is None or not mould.is_made_of(sorted(values), draft):
            return False
        self._moulds[name] = mould
        return True

    def _alone(self, message: Message, kind: Kind, now: datetime) -> Parcel:
        draft = kind.compose(message)
        poured = _unless_unfit(lambda: Mould(draft).pour(message, {}, now=now))
        if poured is not None and kind.name in self._proved:
            self.ways["poured"] += 1
            return poured
        plain = compose(message, draft, now=now)
        if self._is_equal(poured, plain, kind):
            self._proved.add(kind.name)
        return plain

    def _first(
        self,
        message: Message,
        kind: Kind,
        key: Any,
        values: Mapping[str, str],
        own: Own | None,
        now: datetime,
    ) -> Parcel:
        """Make the mould, and the mail both ways. One that only the email package can make proves nothing."""
        assert kind.shared is not None  # noqa: S101 -- it has given the key
        draft_with = partial(kind.shared.draft, key)
        draft = draft_with(values)
        plain = compose(message, own.added_to(draft) if own else draft, now=now)
        mould = _unless_unfit(lambda: mould_of(sorted(values), draft_with))
        poured = _unless_unfit(lambda: mould.pour(message, values, own=own, now=now)) if mould else None
        if self._is_equal(poured, plain, kind):
            self._moulds[kind.name, key] = mould
        elif poured or not mould:
            self._moulds[kind.name, key] = None
        return plain

    def _is_equal(self, poured: Parcel | None, plain: Parcel, kind: Kind) -> bool:
        self.ways["composed" if poured in {None, plain} else "unequal"] += 1
        if poured is not None and poured != plain:
            logger.error("messages of the kind %s are composed: their mould is not exact", kind.name)
        return poured == plain


def _unless_unfit(make: Callable[[], T]) -> T | None:
    try:
        return make()
    except Exception as error:  # whatever it is: the email package has the last word
        logger.debug("not poured: %s", type(error).__name__)
        return None
