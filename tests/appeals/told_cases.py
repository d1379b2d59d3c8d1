"""Cases with one of everything that a public page can tell."""

from datetime import date
from typing import Any

from campaigns import publishing, reviewing
from campaigns.models import (
    Alias,
    Beneficiary,
    Call,
    CallDemand,
    Case,
    Citation,
    Demand,
    DemandText,
    Event,
    Figure,
    GroupPart,
    Organisation,
    Place,
    PlaceName,
    Sentence,
    Source,
    StatusRecord,
    Target,
)
from tests.campaigns.cases import link, person, source
from tests.people import NOW, dana

DAY = {"precision": "day", "date_from": date(2012, 8, 2), "date_to": date(2012, 8, 2)}


def cited(claim: Any, *, by: Source | None = None) -> Any:
    name = {StatusRecord: "status_record", GroupPart: "group_part", PlaceName: "place_name"}.get(type(claim))
    Citation.objects.create(source=by or source(), **{name or claim._meta.model_name: claim})
    return claim


def published(about: Case) -> Case:
    reviewing.review_case(case=about, by=dana(), now=NOW)
    publishing.publish(case=about, by=dana(), now=NOW)
    return about


def everything(about: Case, number: int = 1, **more: Any) -> Beneficiary:
    """One of each that a page can tell, with `number` in its words; `more` goes to every claim."""
    key = f"{about.key}-{number}-{more}"[:60]
    baker = person(key=f"B-{key}", name=f"Baker {number}")
    group = person(key=f"G-{key}", name=f"Bakers {number}", kind="group", size=37)
    group.members.add(baker)
    Alias.objects.create(beneficiary=baker, name=f"Пекарь {number}")
    link(about, baker)
    link(about, group)
    by = Source.objects.create(
        key=f"S-{key}",
        title=f"Courier {number}",
        translation_note="By a machine.",
        reposted_by="A blog",
        reposted_on=date(2013, 5, 1),
    )
    office = Target.objects.create(key=f"T-{key}", kind="court", name=f"Court {number}")
    cited(
        StatusRecord.objects.create(
            beneficiary=baker, status="charged", text=f"charged {number}", **DAY, **more
        ),
        by=by,
    )
    cited(
        StatusRecord.objects.create(
            beneficiary=baker,
            status="imprisoned",
            text=f"held {number}",
            as_of=date(2013, 4, 24),
            **DAY,
            **more,
        ),
        by=by,
    )
    cited(
        Sentence.objects.create(
            beneficiary=baker, years=7, months=1, charge=f"baking {number}", **DAY, **more
        ),
        by=by,
    )
    cited(GroupPart.objects.create(group=group, size=3, outcome=f"cleared {number}", **more), by=by)
    cited(
        Event.objects.create(
            case=about,
            beneficiary=baker,
            text=f"taken {number}",
            is_allegation=True,
            attributed_to="The miller",
            **DAY,
            **more,
        ),
        by=by,
    )
    for low, said_by in ((10, "The police"), (70, "Witnesses")):
        figure = Figure.objects.create(
            case=about, topic=f"Loaves {number}", low=low, high=low, unit="loaves", said_by=said_by, **more
        )
        cited(figure, by=by)
    demand = Demand.objects.create(case=about, text=f"Free baker {number}.", embassies_of="KZ", **more)
    DemandText.objects.create(demand=demand, language="de", text=f"Freiheit für {number}.")
    demand.targets.add(office)
    cited(demand, by=by)
    call = Call.objects.create(
        case=about, title=f"Picket {number}", kind="picket", state="closed", **DAY, **more
    )
    call.targets.add(office)
    CallDemand.objects.create(call=call, demand=demand, number="2c")
    cited(call, by=by)
    union = Organisation.objects.create(key=f"O-{key}", name=f"Union {number}", kind="union")
    union.cases.add(about)
    cited(union)
    town = Place.objects.create(key=f"T-{key}", name=f"Town {number}", country="KZ")
    town.cases.add(about)
    cited(town.names.create(name=f"Old town {number}"))
    return baker
