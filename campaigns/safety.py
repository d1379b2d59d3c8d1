"""What may be shown to the public: reviewed, sourced, not held back, in a published case, about nobody held back."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from campaigns.ledger import CITED_AS, claims_of, is_cited
from campaigns.models import (
    Alias,
    Beneficiary,
    Case,
    CaseBeneficiary,
    DemandText,
    Organisation,
    Place,
    Source,
)
from campaigns.states import CaseState, ReviewState

SHOWN_STATES = (CaseState.PUBLISHED, CaseState.CLOSED)


def _in_shown_case(path: str) -> Exists:
    links = CaseBeneficiary.objects.filter(beneficiary=OuterRef(path), case__state__in=SHOWN_STATES)
    return Exists(links)


def shown(queryset: QuerySet) -> QuerySet:
    """Narrow a queryset of any model of campaigns/ to what pages and letters may use. TypeError for other models."""
    model: Any = queryset.model._meta.concrete_model
    if model is Case:
        return queryset.filter(state__in=SHOWN_STATES)
    if model is Beneficiary:
        return queryset.filter(_in_shown_case("pk"), held_back=False)
    if model is Alias:
        return queryset.filter(_in_shown_case("beneficiary"), beneficiary__held_back=False)
    if model in {Organisation, Place}:
        # A name that a source gives, like an alias: what is said of it are claims of their own.
        cited = "names__citations" if model is Place else "citations"
        return queryset.filter(cases__state__in=SHOWN_STATES, **{f"{cited}__isnull": False}).distinct()
    if model is Source:
        return queryset
    if model is DemandText:
        demands = shown(model._meta.get_field("demand").related_model._default_manager.all())
        return queryset.filter(review_state=ReviewState.REVIEWED, demand__in=demands)
    if model not in CITED_AS:
        raise TypeError(f"safety.shown() has no rule for {model.__name__}.")
    rows = queryset.filter(is_cited(model), review_state=ReviewState.REVIEWED, held_back=False)
    fields = {field.name for field in model._meta.get_fields()}
    if "case" in fields:
        rows = rows.filter(case__state__in=SHOWN_STATES)
    if "beneficiary" in fields:
        rows = rows.filter(Q(beneficiary__isnull=True) | Q(beneficiary__held_back=False))
    for person in {"beneficiary", "group"} & fields if "case" not in fields else ():
        rows = rows.filter(_in_shown_case(person), **{f"{person}__held_back": False})
    return rows


def sources_shown(case: Case) -> QuerySet:
    """The sources that stand behind what may be shown of a case, each once, oldest first. One query."""
    said = Q()
    for rows in claims_of(case):
        said |= Q(**{f"citations__{CITED_AS[rows.model]}__in": shown(rows).values("pk")})
    return Source.objects.filter(said).distinct().order_by("date_from", "key")
