"""Write entries at the end of the chain. The head row is held until the transaction ends: one after the other, no gap."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from kit.encryption import ring
from trail.models import Entry, Head, Reason
from trail.values import digest


@dataclass(frozen=True)
class Fact:
    """What somebody did. `changes` as trail/models/entry.py says."""

    act: str
    by_id: int
    at: datetime
    thing: str
    changes: dict[str, Any]
    reason: str = ""


@transaction.atomic
def append(facts: Sequence[Fact]) -> None:
    """Five statements, however many facts."""
    head = _held()
    entries, reasons = [], []
    for number, fact in enumerate(facts, start=head.number + 1):
        entry = Entry(
            number=number,
            at=fact.at,
            by_id=fact.by_id,
            act=fact.act[:80],
            thing=fact.thing[:120],
            changes=json.dumps(fact.changes, sort_keys=True),
            reason_digest=digest(fact.reason) if fact.reason else "",
            previous=head.hash,
        )
        entry.hash = head.hash = seal(entry)
        head.number = number
        entries.append(entry)
        if fact.reason:
            reasons.append(Reason(entry=entry, words=fact.reason))
    Entry.objects.bulk_create(entries)
    Reason.objects.bulk_create(reasons)
    Head.objects.filter(pk=1).update(number=head.number, hash=head.hash)


def seal(entry: Entry) -> str:
    """A keyed hash over the entry and the hash before it: nobody without the key ring can make one that fits."""
    return ring().index(entry.sealed_words(), purpose="trail")


def _held() -> Head:
    # An update takes the lock on either database, before anything is read.
    if not Head.objects.filter(pk=1).update(number=F("number")):
        Head.objects.bulk_create([Head(pk=1)], ignore_conflicts=True)
        Head.objects.filter(pk=1).update(number=F("number"))
    return Head.objects.get(pk=1)
