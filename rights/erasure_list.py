"""Who was erased, for a database that is restored: a list outside of it and of its backups, which tells nobody who it was.

A line for each erasure, `ER-… 2026-11-28T05:40:00+00:00 <64 hex digits>`: its receipt, its moment, and a keyed hash by which a person who
came back with an old backup is found again. The receipts in the database have the same, so that a line that could not be
written is made good by the next tick.
"""

import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from kit.refusals import Refused
from rights.erasing import erase, hash_of
from rights.models import Receipt
from supporters.models import Supporter

OWNER_ONLY = 0o600


@dataclass(frozen=True)
class Listed:
    number: str
    at: datetime
    person_hash: str


def catch_up(path: Path) -> int:
    """Append the erasures that are not in the list, and make the file where there is none; return how many. Two at once wait."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, OWNER_ONLY)
    with os.fdopen(descriptor, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        content = file.read()
        # A line that was cut off by the end of a machine is written again.
        whole = content.rpartition(b"\n")[0] + b"\n" if b"\n" in content else b""
        file.truncate(len(whole))
        there = {one.number for one in _lines(whole.decode())}
        new = Receipt.objects.exclude(person_hash="").exclude(number__in=there).order_by("pk")
        lines = [f"{one.number} {one.at.isoformat()} {one.person_hash}\n" for one in new]
        file.write("".join(lines).encode())
        file.flush()
        os.fsync(file.fileno())
    return len(lines)


def read(path: Path) -> list[Listed]:
    """Refused, with what to do, where it is not there or has a line that says nothing."""
    try:
        return list(_lines(path.read_text()))
    except FileNotFoundError as missing:
        raise Refused(
            f"There is no list of erasures at {path} (OUTCRY_ERASURES). Bring it from the server that the backup is "
            "of: without it people who were erased since would live again."
        ) from missing


@transaction.atomic
def repeat(path: Path, *, now: datetime) -> int:
    """Erase once more whoever is on the list and came back; return how many. Twice is as good as once.

    Who signed again after their erasure is another supporter, and stays.
    """
    listed = read(path)
    newest = {one.person_hash: one for one in sorted(listed, key=lambda one: one.at)}
    people = Supporter.objects.order_by("pk").values_list("pk", "email_index", "created_at")
    came_back = [
        pk
        for pk, index, created_at in people.iterator()
        if (whose := hash_of(index)) in newest and created_at <= newest[whose].at
    ]
    for pk in came_back:
        erase(supporter_id=pk, now=now)
    unknown = _unknown(listed)
    Receipt.objects.bulk_create(
        Receipt(number=one.number, at=one.at, person_hash=one.person_hash)
        for one in listed
        if one.number in unknown
    )
    return len(came_back)


def not_repeated(path: Path) -> int:
    """How many erasures this database does not know of: more than none after an old one was restored. 0 without a list."""
    return len(_unknown(list(_lines(path.read_text())))) if path.exists() else 0


def _unknown(listed: list[Listed]) -> set[str]:
    known = set(Receipt.objects.values_list("number", flat=True))
    return {one.number for one in listed} - known


def _lines(text: str) -> Iterator[Listed]:
    for place, line in enumerate(text.splitlines(keepends=True), start=1):
        if not line.endswith("\n"):
            return  # cut off while it was written; its receipt is in the database that wrote it
        try:
            number, at, person_hash = line.split()
            yield Listed(number, datetime.fromisoformat(at), person_hash)
        except ValueError as wrong:
            raise Refused(
                f"Line {place} of the list of erasures cannot be read. Put a whole copy there."
            ) from wrong
