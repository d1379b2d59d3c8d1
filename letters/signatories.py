"""Who stands in the signatory list, in the order of signing: streamed, some thousand rows at a time, never all of them.

The name of somebody who is only counted, or whose words a person has still to read or has refused, is not even opened.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from appeals import display
from appeals.models import Signature
from kit.sealed_fields import SealedTextField
from letters.handover_numbers import handed_over

CHUNK = 2_000
Display, Moderation = Signature.Display, Signature.Moderation
_READ = Q(moderation__in=[Moderation.NONE, Moderation.PASSED])
_NAMED = _READ & ~Q(display=Display.COUNT)
_SEALED_NOTHING = Value("", output_field=SealedTextField())


class Signatory(NamedTuple):
    number: int  # from 1; nobody else's moves unless somebody before them takes their signature back
    name: str
    town: str  # only of who chose to show it


@dataclass
class Counted:
    """How many have been looked at so far, each in one of three ways."""

    listed: int = 0
    only_counted: int = 0
    unread: int = 0

    @property
    def all(self) -> int:
        return self.listed + self.only_counted + self.unread


def stream(
    *, appeal_id: int, cut_off: datetime, counted: Counted, chunk: int = CHUNK
) -> Iterator[list[Signatory]]:
    """Yield the signatories in lists; `counted` grows before each is yielded. One statement for `chunk` signatures.

    By key and not by cursor: a statement that is done needs no transaction, so that progress can be written between.
    """
    last: tuple[Any, int] | None = None
    while rows := list(_rows(appeal_id, cut_off, last)[:chunk]):
        yield _named(rows, counted)
        last = rows[-1][0], rows[-1][1]
        if len(rows) < chunk:
            return


def _rows(appeal_id: int, cut_off: datetime, last: tuple[Any, int] | None) -> QuerySet:
    rows = handed_over(appeal_id, cut_off)
    if last:
        rows = rows.filter(Q(confirmed_at__gt=last[0]) | Q(confirmed_at=last[0], pk__gt=last[1]))
    return rows.order_by("confirmed_at", "pk").values_list(
        "confirmed_at",
        "pk",
        Case(When(_READ, then=F("display")), default=Value(""), output_field=CharField()),
        Case(When(_NAMED, then=F("name")), default=_SEALED_NOTHING, output_field=SealedTextField()),
        Case(
            When(_READ & Q(display=Display.NAME_TOWN), then=F("town")),
            default=_SEALED_NOTHING,
            output_field=SealedTextField(),
        ),
    )


def _named(rows: list[tuple[Any, int, str, str, str]], counted: Counted) -> list[Signatory]:
    found = []
    for _moment, _pk, choice, name, town in rows:
        shown, lives = display.shown(choice, name, town)
        if not choice:
            counted.unread += 1
        elif not shown:  # their choice, or a name that is no more
            counted.only_counted += 1
        else:
            counted.listed += 1
            found.append(Signatory(counted.listed, shown, lives))
    return found
