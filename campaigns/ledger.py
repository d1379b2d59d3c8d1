"""The ledger: every claim of a case, with its sources and whether somebody has read it against them."""

from collections.abc import Collection, Iterator

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from campaigns.models import (
    Call,
    Case,
    Citation,
    Claim,
    Demand,
    Event,
    Figure,
    GroupPart,
    OtherNamed,
    Sentence,
    StatusRecord,
)

_ABOUT_PEOPLE = {StatusRecord: "beneficiary", Sentence: "beneficiary", GroupPart: "group"}
CITED_AS: dict[type[Claim], str] = {
    StatusRecord: "status_record",
    Sentence: "sentence",
    Event: "event",
    Figure: "figure",
    GroupPart: "group_part",
    Demand: "demand",
    Call: "call",
    OtherNamed: "other_named",
}


def is_cited(model: type[Claim]) -> Exists:
    """A condition on rows of `model`: some source is named for it."""
    return Exists(Citation.objects.filter(**{CITED_AS[model]: OuterRef("pk")}))


def _ways(model: type[Claim]) -> list[str]:
    """The lookups that lead from a claim to its cases."""
    if model in _ABOUT_PEOPLE:
        return [f"{_ABOUT_PEOPLE[model]}__links__case"]
    # A call of another case that lists a demand of this one gives that demand its number.
    return ["case", "items__demand__case"] if model is Call else ["case"]


def claims_of(case: Case) -> Iterator[QuerySet]:
    """Yield one queryset per kind of claim, eight in all, each row with `cited`: whether it has a source."""
    for model in CITED_AS:
        rows = model._default_manager.all()
        # By subquery: a call that lists several demands of the case is one claim.
        in_case = Q(
            *(("pk__in", rows.filter(**{way: case}).values("pk")) for way in _ways(model)), _connector=Q.OR
        )
        yield rows.filter(in_case).annotate(cited=is_cited(model))


def claims_of_cases(case_ids: Collection[int]) -> Iterator[QuerySet]:
    """Yield nine querysets for any number of cases: one row for each claim and `in_case`, the id of a case it is in.

    As claims_of(), but calls come twice: by their own case, then by the case of a demand that they list.
    """
    for model in CITED_AS:
        rows = model._default_manager.annotate(cited=is_cited(model))
        for way in _ways(model):
            yield rows.filter(**{f"{way}__in": case_ids}).annotate(in_case=F(way))


def some_claim(condition: Q) -> Q:
    """A condition on cases: at least one claim of theirs fits `condition`, which may ask for `cited`."""
    found = Q()
    for model in CITED_AS:
        rows = model._default_manager.annotate(cited=is_cited(model)).filter(condition)
        for way in _ways(model):
            found |= Q(Exists(rows.filter(**{way: OuterRef("pk")})))
    return found
