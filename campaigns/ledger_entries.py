"""The ledger as it is read: every claim of a case in words, with its sources, its reader and what it still lacks."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from campaigns.citing import citations_of
from campaigns.ledger import claims_of
from campaigns.models import Beneficiary, Case, Citation, Claim, Dated, HeldBack, Place

_PEOPLE = {"beneficiary", "group", "reviewed_by", "released_by"}


def release_words(row: HeldBack) -> str:
    if row.released_at is None:
        return ""
    return f"released by {row.released_by}, {timezone.localdate(row.released_at)}: {row.released_reason}"


@dataclass(frozen=True)
class Entry:
    claim: Claim
    citations: tuple[Citation, ...]

    @property
    def kind(self) -> str:
        return str(self.claim._meta.verbose_name)

    @property
    def words(self) -> str:
        """What the claim says, in one line, with who says it where the source reports somebody's word."""
        said = str(self.claim)
        text = getattr(self.claim, "text", "")
        if text and text not in said:
            said = f"{said}. {text}"
        if attributed := getattr(self.claim, "attributed_to", ""):
            said = f"{said} (according to {attributed})"
        return f"{said} (allegation)" if getattr(self.claim, "is_allegation", False) else said

    @property
    def release(self) -> str:
        """`released by dana, 2026-11-22: The family has agreed.`, for what was held back once; "" for all else."""
        return release_words(self.claim)

    @property
    def when(self) -> str:
        if isinstance(self.claim, Dated):
            return self.claim.date_words()
        as_of = getattr(self.claim, "as_of", None)
        return f"as of {as_of}" if as_of else ""

    @property
    def lacks(self) -> tuple[str, ...]:
        """What stops the case from being published; a claim that is held back stops nothing."""
        if self.claim.held_back:
            return ()
        return tuple(
            word
            for word, is_there in (("a source", self.citations), ("a review", self.claim.is_reviewed))
            if not is_there
        )


def entries(case: Case, *, with_held_back: bool = True) -> list[Entry]:
    """Every claim of the ledger, kind by kind. One query for each kind of claim and one for all citations.

    Without what is held back: neither such claims nor any about people who are held back.
    """
    found: list[Claim] = []
    for rows in claims_of(case):
        people = sorted(_PEOPLE & {field.name for field in rows.model._meta.fields})
        rows = rows.select_related(*people)
        if any(field.name == "targets" for field in rows.model._meta.many_to_many):
            rows = rows.prefetch_related("targets")
        if not with_held_back:
            rows = rows.filter(held_back=False)
            for person in {"beneficiary", "group"} & set(people):
                rows = rows.exclude(**{f"{person}__held_back": True})
        found += rows
    cited = citations_of(found, Citation.objects.select_related("source__within"))
    return [Entry(claim, tuple(cited[type(claim), claim.pk])) for claim in found]


def people_held_back(case: Case) -> list[Beneficiary]:
    """Who of a case is held back, or was until somebody released them. One query."""
    people = Beneficiary.objects.filter(cases=case).select_related("released_by")
    return list(people.filter(Q(held_back=True) | Q(released_at__isnull=False)))


def places_of_others(entries: Iterable[Entry]) -> list[Place]:
    """Places that claims name, in any spelling, where the state they belong to did not rule in fact. Two queries."""
    told = {getattr(entry.claim, "place", "") for entry in entries}
    places = Place.objects.exclude(de_facto="").prefetch_related("names")
    return [
        place
        for place in places
        if any(name in words for words in told for name in (place.name, *map(str, place.names.all())))
    ]
