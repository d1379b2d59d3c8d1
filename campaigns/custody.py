"""How long a person has been held, counted only from what sources say: never more than they prove.

A period runs from the last day on which it can have begun to the first on which it can have ended. Without an end
it runs to the last day for which a source vouches; nothing is assumed for the time after that.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from campaigns.models import Event, StatusRecord
from campaigns.states import Status
from kit.languages import long_date

HELD = frozenset({Status.DETAINED, Status.IMPRISONED})
STILL = frozenset({Status.TRANSFERRED})  # moved to another place of detention: held, if held before
ENDED = frozenset({Status.RELEASED, Status.AMNESTIED, Status.CLEARED, Status.DIED})


@dataclass(frozen=True)
class Period:
    first: date
    last: date
    ended: bool  # False: `last` is the last day for which a source vouches

    @property
    def days(self) -> int:
        return (self.last - self.first).days

    def __str__(self) -> str:
        until = "" if self.ended else ", as of the last source"
        return f"at least {self.days} days, from {long_date(self.first, 'en')} to {long_date(self.last, 'en')}{until}"


def periods(statuses: Iterable[StatusRecord], arrests: Iterable[Event] = ()) -> list[Period]:
    """The periods in which one person was held, in order; what has no date proves none."""
    told: list[
        tuple[date, str, date | None]
    ] = []  # (day, held, still or ended, the first day it can have been)
    for record in statuses:
        last = record.date_to or record.as_of
        if record.status in HELD | STILL and last:
            told.append((last, "held" if record.status in HELD else "still", None))
            if record.as_of and record.as_of > last:
                told.append((record.as_of, "still", None))
        elif record.status in ENDED and (record.date_from or last):
            told.append((record.date_to or record.date_from or last or date.max, "ended", record.date_from))
    told += [(event.date_to, "held", None) for event in arrests if event.date_to]
    return _joined(sorted(told, key=lambda one: (one[0], one[1] == "ended")))


def _joined(told: Sequence[tuple[date, str, date | None]]) -> list[Period]:
    found: list[Period] = []
    first = last = None
    for day, what, earliest in told:
        if what == "held" and first is None:
            first = last = day
        elif what == "ended" and first is not None and last is not None:
            # The end may lie in the time that another source still vouches for: the vouched day stands.
            found.append(Period(first, max(last, earliest or last), ended=True))
            first = last = None
        elif first is not None:
            last = day
    return [*found, Period(first, last, ended=False)] if first and last else found


def total_words(found: Sequence[Period]) -> str:
    """`at least 3270 days, from … to …, as of the last source`; several periods one after another; "" for none."""
    if len(found) < 2:
        return "".join(str(one) for one in found)
    return f"at least {sum(one.days for one in found)} days in all: " + "; ".join(str(one) for one in found)
