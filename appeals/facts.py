"""The facts of a case as plain words and dates: what a draft is made from, and what its digest covers.

Everything comes through campaigns/presenting.py, so nothing is in it that may not be shown: reviewed, sourced, of a
published case, not held back, about nobody who is.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from appeals.models import Appeal
from appeals.wording import canonical_digest
from campaigns import presenting
from campaigns.dates import Precision
from campaigns.models import Alias, Beneficiary, Dated, Event, Sentence
from campaigns.presenting import Person as Shown


@dataclass(frozen=True)
class When:
    first: date | None
    last: date | None
    precision: str
    basis: str


@dataclass(frozen=True)
class Step:
    when: When
    step: str
    amounts: tuple[tuple[str, int], ...]  # (unit, number)
    fine: str
    court: str
    charge: str
    place: str


@dataclass(frozen=True)
class Person:
    """A prisoner, or a group. `spellings`: (name, language, script)."""

    name: str
    is_described: bool  # the name is an English description: a group, somebody whom no source names
    is_group: bool
    spellings: tuple[tuple[str, str, str], ...]
    remembered: bool
    size: int | None
    size_note: str
    status: str
    status_text: str
    status_place: str
    status_when: When | None
    as_of: date | None
    sentences: tuple[Step, ...]

    @property
    def is_told_of(self) -> bool:
        return bool(self.status or self.sentences)


@dataclass(frozen=True)
class Happened:
    when: When
    kind: str
    text: str
    attributed_to: str
    is_allegation: bool


@dataclass(frozen=True)
class Facts:
    people: tuple[Person, ...]
    happened: tuple[Happened, ...]
    slogan: str

    def digest(self, demands: Iterable[str]) -> str:
        """SHA-256 of all facts and of the demands as they are worded now."""
        return canonical_digest({"facts": _plain(asdict(self)), "demands": list(demands)})

    @property
    def known_until(self) -> date | None:
        """The last day that a source vouches for or that something happened on; a year or a month names no day."""
        whens = [one.status_when for one in self.people if one.status_when]
        whens += [step.when for one in self.people for step in one.sentences]
        whens += [one.when for one in self.happened]
        days = [when.first for when in whens if when.precision == Precision.DAY]
        return max((day for day in [*days, *(one.as_of for one in self.people)] if day), default=None)


def facts_of(appeal: Appeal) -> Facts:
    """A constant number of queries, whatever the case holds."""
    page = presenting.page(appeal.case, language="en")
    taken_up = set(appeal.calls.values_list("pk", flat=True))
    slogans = [call.slogan for call in page.calls if call.pk in taken_up and call.slogan]
    return Facts(
        people=tuple(_person(one) for one in page.people),
        happened=tuple(_happened(one) for one in page.events),
        slogan=slogans[0] if slogans else "",
    )


def _person(shown: Shown) -> Person:
    who, last = shown.who, shown.last
    return Person(
        name=who.name,
        is_described=who.is_unnamed or who.kind == Beneficiary.Kind.GROUP,
        is_group=who.kind == Beneficiary.Kind.GROUP,
        spellings=tuple(_spelling(alias) for alias in shown.spellings),
        remembered=shown.remembered,
        size=who.size,
        size_note=who.size_note,
        status=last.status if last else "",
        status_text=last.text if last else "",
        status_place=last.place if last else "",
        status_when=_when(last) if last else None,
        as_of=last.as_of if last else None,
        sentences=tuple(_step(sentence) for sentence in shown.sentences),
    )


def _spelling(alias: Alias) -> tuple[str, str, str]:
    return alias.name, alias.language, alias.script


def _step(sentence: Sentence) -> Step:
    amounts = (("year", sentence.years), ("month", sentence.months), ("day", sentence.days))
    told = [(unit, number) for unit, number in (*amounts, ("hour", sentence.hours)) if number is not None]
    return Step(
        when=_when(sentence),
        step=sentence.step,
        amounts=tuple(told),
        fine=sentence.fine,
        court=sentence.court,
        charge=sentence.charge,
        place=sentence.place,
    )


def _happened(event: Event) -> Happened:
    return Happened(_when(event), event.kind, event.text, event.attributed_to, event.is_allegation)


def _when(dated: Dated) -> When:
    return When(dated.date_from, dated.date_to, dated.precision, dated.basis)


def _plain(value: Any) -> Any:
    """Dates as ISO text, so that JSON can hold them."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
