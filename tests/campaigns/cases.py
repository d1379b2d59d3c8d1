"""A small case to tell stories with: one person, one source, one claim of each kind that a test asks for."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from campaigns.models import Alias, Beneficiary, Campaign, Case, CaseBeneficiary, Citation, Event, Source
from campaigns.names import search_key


def source(key: str = "S-1") -> Source:
    return Source.objects.get_or_create(key=key, defaults={"title": "The Exampletown Courier"})[0]


def person(key: str = "P-1", name: str = "Baker of Exampletown", **more: Any) -> Beneficiary:
    return Beneficiary.objects.create(key=key, name=name, country="KZ", **more)


def case(key: str = "bakery", **more: Any) -> Case:
    campaign = Campaign.objects.get_or_create(slug="bread", defaults={"name": "Bread"})[0]
    return Case.objects.create(
        key=key, slug=key, campaign=campaign, title=f"The {key} case", country="KZ", **more
    )


def link(about: Case, who: Beneficiary, *, remembered: bool = False) -> CaseBeneficiary:
    return CaseBeneficiary.objects.create(case=about, beneficiary=who, remembered=remembered)


def event(about: Case, key: str, *, cited: bool = True, **more: Any) -> Event:
    made = Event.objects.create(case=about, key=key, text=f"What happened: {key}", **more)
    if cited:
        Citation.objects.create(source=source(), lines="1-2", event=made)
    return made


def named(name: str) -> QuerySet:
    """Beneficiaries whose name or any alias holds every word exactly, in any script; pages search more kindly."""
    words = search_key(name).split()
    if not words:
        return Beneficiary.objects.none()
    holds = Q(*(Q(search_key__contains=word) for word in words))
    return Beneficiary.objects.filter(holds | Exists(Alias.objects.filter(holds, beneficiary=OuterRef("pk"))))
