"""The public list of cases by campaign, whole or narrowed by a name in any spelling."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch

from campaigns import safety, searching
from campaigns.models import Beneficiary, Campaign, Case, CaseBeneficiary
from campaigns.searching import Match


@dataclass(frozen=True)
class Found:
    """A person whom the search found. `spelling` is what was found where it is not the name itself."""

    who: Beneficiary
    spelling: str


@dataclass(frozen=True)
class Entry:
    """A case in the list: the people it is about, and those of them whom the search found, best first."""

    case: Case
    people: list[Beneficiary]
    found: list[Found]

    @property
    def tells_more(self) -> bool:
        """Whether what was found is more than the name that is the case's title."""
        names = [one.who.name for one in self.found if not one.spelling and not one.who.never_merge]
        return names != [self.case.title]


def cases(query: str = "") -> list[tuple[Campaign, list[Entry]]]:
    """Published and closed cases; with a query those that it finds by title or person. Two queries more for a search."""
    people = CaseBeneficiary.objects.filter(
        beneficiary__in=safety.shown(Beneficiary.objects.all()).values("pk")
    ).select_related("beneficiary")
    shown = list(
        safety.shown(Case.objects.all())
        .select_related("campaign")
        .prefetch_related(Prefetch("links", people.order_by("pk"), to_attr="shown_links"))
        .order_by("campaign__name", "campaign", "title")
    )
    entries = [Entry(case, [link.beneficiary for link in case.shown_links], []) for case in shown]
    if query:
        entries = _narrowed(entries, query)
    return [(campaign, list(of)) for campaign, of in groupby(entries, key=lambda one: one.case.campaign)]


def _narrowed(entries: list[Entry], query: str) -> list[Entry]:
    matches = searching.shown_people(query)
    titles = searching.titles([entry.case for entry in entries], query)
    found = [Entry(one.case, one.people, _found(one.people, matches)) for one in entries]
    return [one for one in found if one.found or one.case.pk in titles]


def _found(people: list[Beneficiary], matches: dict[int, Match]) -> list[Found]:
    best = sorted((one for one in people if one.pk in matches), key=lambda one: matches[one.pk].wrong_letters)
    return [
        Found(one, "" if matches[one.pk].spelling == one.name else matches[one.pk].spelling) for one in best
    ]
