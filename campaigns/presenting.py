"""Everything that the public page of a case tells, in the order in which it tells it, every claim with its sources.

What is gathered here went through safety.shown(): sourced, reviewed, not held back, about nobody who is.
A constant number of queries, whatever the case holds.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from campaigns import safety
from campaigns.citing import citations_of
from campaigns.dates import Precision
from campaigns.models import (
    Alias,
    Beneficiary,
    Call,
    CallDemand,
    Case,
    CaseBeneficiary,
    Citation,
    Demand,
    DemandText,
    Event,
    Figure,
    GroupPart,
    Organisation,
    Place,
    Sentence,
    Source,
    StatusRecord,
)
from campaigns.states import HOLDING

EVENTS_AT_ONCE = 30  # what a poor telephone loads and a person reads before pressing on


@dataclass(frozen=True)
class Numbered:
    """A source, its number on this page, and the lines of it that the claims of this page rest on."""

    number: int
    source: Source
    lines: str


@dataclass
class Person:
    """A prisoner or a group. `last` is the status that a source vouches for most recently, `before` the earlier ones."""

    who: Beneficiary
    remembered: bool
    spellings: list[Alias]
    members: list[Beneficiary]
    last: StatusRecord | None = None
    before: list[StatusRecord] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    parts: list[GroupPart] = field(default_factory=list)

    @property
    def is_told_of(self) -> bool:
        """Whether there is more to tell than the name."""
        return bool(self.last or self.sentences or self.parts or self.spellings or self.members)

    @property
    def has_outcome(self) -> bool:
        """Released, died, cleared and the like: what letters asked for may no longer be what is needed."""
        return self.last is not None and self.last.status in HOLDING


@dataclass
class Page:
    """What is told of one case. Claims carry `refs`, the numbers of their sources.

    A long timeline goes on in further parts; what was asked at the time then stands in the last one. `part` counts from 1.
    """

    case: Case
    people: list[Person]
    events: list[Event]
    figures: list[tuple[str, list[Figure]]]  # by topic
    demands: list[Demand]
    calls: list[Call]
    organisations: list[Organisation]
    places: list[Place]
    sources: list[Numbered]
    part: int = 1
    parts: int = 1
    has_calls: bool = False  # in this part or in the last

    @property
    def next_part(self) -> int:
        """0 where this is the last."""
        return self.part + 1 if self.part < self.parts else 0

    @property
    def cited(self) -> set[int]:
        """The numbers of the sources that the claims of this part rest on."""
        return {number for claim in _claims(self) for number in claim.refs}

    @property
    def only_named(self) -> list[Person]:
        return [person for person in self.people if not person.is_told_of]


def page(case: Case, *, language: str) -> Page:
    """The whole of it."""
    people = _people(case)
    events = list(safety.shown(Event.objects.filter(case=case)))
    figures = list(safety.shown(Figure.objects.filter(case=case)))
    demands = _demands(case, language)
    calls = _calls(case)
    organisations = list(safety.shown(Organisation.objects.filter(cases=case)))
    _say_about(events, people)
    told = Page(
        case=case,
        people=people,
        events=sorted(events, key=lambda event: (*event.place_in_time, event.pk)),
        figures=[(topic, list(rows)) for topic, rows in groupby(figures, key=lambda one: one.topic)],
        demands=demands,
        calls=calls,
        organisations=organisations,
        places=_places(case),
        sources=[],
        has_calls=bool(calls),
    )
    return replace(told, sources=_number(list(_claims(told))))


def part_of(whole: Page, part: int) -> Page | None:
    """What is sent at once, with the sources of that part, which keep their numbers; None when there is no such part."""
    parts = max(1, -(-len(whole.events) // EVENTS_AT_ONCE))
    if not 1 <= part <= parts:
        return None
    events = whole.events[(part - 1) * EVENTS_AT_ONCE : part * EVENTS_AT_ONCE]
    told = replace(whole, events=events, part=part, parts=parts)
    if part > 1:
        told = replace(told, people=[], figures=[], demands=[])
    if part < parts:
        told = replace(told, calls=[], organisations=[], places=[])
    cited = told.cited
    return replace(told, sources=[one for one in whole.sources if one.number in cited])


def _claims(page: Page) -> Iterator[Any]:
    """In the order in which the page comes to them."""
    for one in page.people:
        yield from _claims_about(one)
    yield from page.events
    for _topic, figures in page.figures:
        yield from figures
    yield from page.demands
    yield from page.calls
    yield from page.organisations


def _claims_about(person: Person) -> Iterator[Any]:
    yield from [person.last] if person.last else []
    yield from person.before
    yield from person.sentences
    yield from person.parts


def _people(case: Case) -> list[Person]:
    links = CaseBeneficiary.objects.filter(
        case=case, beneficiary__in=safety.shown(Beneficiary.objects.all()).values("pk")
    ).select_related("beneficiary")
    shown_members = Prefetch("beneficiary__members", safety.shown(Beneficiary.objects.all()))
    aliases = Prefetch("beneficiary__aliases", safety.shown(Alias.objects.all()))
    people = [
        Person(
            link.beneficiary,
            link.remembered,
            [alias for alias in link.beneficiary.aliases.all() if alias.name != link.beneficiary.name],
            list(link.beneficiary.members.all()),
        )
        for link in links.prefetch_related(aliases, shown_members)
    ]
    people.sort(key=lambda one: _by_kind(one.who))
    by_id = {one.who.pk: one for one in people}
    for record in sorted(_about(StatusRecord, "beneficiary", by_id), key=_vouched, reverse=True):
        person = by_id[record.beneficiary_id]
        record.is_of_its_day = record.precision == Precision.DAY and record.date_to == record.as_of
        if person.last is None:
            person.last = record
        else:
            person.before.append(record)
    for sentence in _about(Sentence, "beneficiary", by_id):
        by_id[sentence.beneficiary_id].sentences.append(sentence)
    for part in _about(GroupPart, "group", by_id):
        by_id[part.group_id].parts.append(part)
    return people


def people_of(case: Case) -> list[tuple[Beneficiary, StatusRecord | None]]:
    """Whom the page names and what it says of each last, in its order, without the rest of it. Two queries."""
    named = list(safety.shown(Beneficiary.objects.filter(links__case=case)).distinct())
    named.sort(key=_by_kind)
    newest: dict[int, StatusRecord] = {}
    for record in _about(StatusRecord, "beneficiary", [who.pk for who in named]):
        newest[record.beneficiary_id] = max(newest.get(record.beneficiary_id, record), record, key=_vouched)
    return [(who, newest.get(who.pk)) for who in named]


def _by_kind(who: Beneficiary) -> tuple[bool, int]:
    """People first, groups after them, each in the order in which they were recorded."""
    return (who.kind == Beneficiary.Kind.GROUP, who.pk)


def _about(model: Any, who: str, by_id: Iterable[int]) -> QuerySet:
    return safety.shown(model._default_manager.filter(**{f"{who}__in": list(by_id)}))


def _vouched(record: StatusRecord) -> tuple[date, date, date, int]:
    """The newest word comes last: first by the day that its source vouches for, then by its own date."""
    latest = record.latest_day or date.min
    return (record.as_of or latest, latest, record.date_from or date.min, record.pk)


def _say_about(events: list[Any], people: list[Person]) -> None:
    """Leave on each event to which person it happened, where a case has more than one beneficiary; nobody who is not shown."""
    prisoners = [one.who for one in people if one.who.kind == Beneficiary.Kind.PRISONER]
    names: dict[int | None, str] = {who.pk: who.name for who in prisoners} if len(people) > 1 else {}
    for event in events:
        event.about = names.get(event.beneficiary_id, "")


def _demands(case: Case, language: str) -> list[Demand]:
    """Each with `words`, in `language` where a reviewed translation exists, and the language of these words."""
    texts = safety.shown(DemandText.objects.filter(language=language))
    demands = list(
        safety.shown(Demand.objects.filter(case=case)).prefetch_related(
            "targets", Prefetch("texts", texts, to_attr="translated")
        )
    )
    for demand in demands:
        text = next(iter(demand.translated), None)
        demand.words, demand.language = (text.text, text.language) if text else (demand.text, "en")
    return demands


def _calls(case: Case) -> list[Call]:
    """Calls of this case, and calls of others that ask for one of its demands; each with its `list` of them."""
    through = CallDemand.objects.filter(demand__case=case).values("call")
    items = CallDemand.objects.filter(demand__in=safety.shown(Demand.objects.filter(case=case)).values("pk"))
    return list(
        safety.shown(Call.objects.filter(Q(case=case) | Q(pk__in=through)))
        .select_related("case")
        .prefetch_related("targets", Prefetch("items", items.select_related("demand"), to_attr="list"))
    )


def _places(case: Case) -> list[Place]:
    """Those of which there is more to tell than the name: `others` that it bears, or who ruled there. Two queries."""
    places: list[Any] = list(safety.shown(Place.objects.filter(cases=case)).prefetch_related("names"))
    for place in places:
        place.others = [known for known in place.names.all() if known.name != place.name]
    return [place for place in places if place.others or place.de_facto]


def _number(claims: list[Any]) -> list[Numbered]:
    """Number the sources as the page comes to them, and leave the numbers on the claims. Two queries."""
    cited = citations_of(claims, Citation.objects.order_by("pk"))
    numbers: dict[int, int] = {}
    lines: dict[int, set[str]] = defaultdict(set)
    for claim in claims:
        refs = set()
        for citation in cited[type(claim), claim.pk]:
            refs.add(numbers.setdefault(citation.source_id, len(numbers) + 1))
            lines[citation.source_id].update(filter(None, citation.lines.split(", ")))
        claim.refs = sorted(refs)
    sources = safety.shown(Source.objects.filter(pk__in=numbers)).select_related("within")
    found_sources = sources.in_bulk()
    return [
        Numbered(number, found_sources[pk], ", ".join(sorted(lines[pk], key=_by_line)))
        for pk, number in numbers.items()
        if pk in found_sources
    ]


def _by_line(lines: str) -> tuple[int, str]:
    """`33-38` stands before `319`."""
    first = lines.partition("-")[0].strip()
    return int(first) if first.isdigit() else 0, lines
