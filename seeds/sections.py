"""The sections of a seed file: which model a row becomes, which fields it may have, which rows hang on it.

The order is that of loading: a row may name rows of its own section or of one above it, in any file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import models

from campaigns import models as m


@dataclass(frozen=True)
class Child:
    """Rows that hang on a row: `shape` says how they are written.

    keys      list of keys of `target`            mapping   {language: text}
    codes     list of country codes               rows      list of rows with `fields`, known by `identity`
    """

    model: type[models.Model]
    parent: str
    shape: str
    target: type[models.Model] | None = None
    column: str = ""
    fields: tuple[str, ...] = ()
    refs: Mapping[str, type[models.Model]] = field(default_factory=dict)
    identity: tuple[str, ...] = ()
    cited_as: str = ""


@dataclass(frozen=True)
class Section:
    model: type[models.Model]
    fields: tuple[str, ...]
    key: str = "key"
    dated: bool = False
    cited_as: str = ""  # the column of Citation; such a row must name a source…
    may_be_cited: bool = False  # …or may do without
    one_of: tuple[str, ...] = ()  # a row must have at least one of these
    refs: Mapping[str, type[models.Model]] = field(default_factory=dict)
    children: dict[str, Child] = field(default_factory=dict)


def links(through: type[models.Model], parent: str, column: str, target: type[models.Model]) -> Child:
    return Child(through, parent, "keys", target=target, column=column)


_PEOPLE = {"beneficiary": m.Beneficiary}
_CASE = {"case": m.Case}
_NAMED = Child(
    m.Alias,
    "beneficiary",
    "rows",
    fields=("name", "language", "script", "note"),
    identity=("name",),
    cited_as="alias",
)
_CONTACT = Child(
    m.Contact,
    "target",
    "rows",
    fields=("channel", "email", "address_lines", "postcode", "city", "country_name", "position", "note"),
    identity=("channel", "email", "address_lines"),
)

SECTIONS: dict[str, Section] = {
    "targets": Section(
        m.Target,
        (
            *(
                "kind",
                "name",
                "name_local",
                "represents",
                "host_country",
                "city",
                "languages",
                "status",
                "website",
            ),
            *("phone", "note", "source_note", "as_of"),
        ),
        children={
            "salutation": Child(m.Salutation, "target", "mapping"),
            "accredited_to": Child(m.Accreditation, "target", "codes"),
            "contacts": _CONTACT,
        },
        cited_as="target",
        may_be_cited=True,
    ),
    "sources": Section(
        m.Source,
        (
            *("kind", "title", "author", "translator", "publisher", "url", "language", "document", "lines"),
            *("reposted_by", "reposted_on", "permission_note", "translation_note", "truncation_note"),
            *("correction_note", "archive_note", "text_available", "note"),
        ),
        dated=True,
        refs={"within": m.Source},
    ),
    "campaigns": Section(m.Campaign, ("name", "summary", "copy_email"), key="slug"),
    "beneficiaries": Section(
        m.Beneficiary,
        (
            *("kind", "name", "gender", "country", "is_unnamed", "held_back", "size", "size_note"),
            *("never_merge", "note"),
        ),
        cited_as="beneficiary",
        may_be_cited=True,
        children={
            "aliases": _NAMED,
            "members": links(
                m.Beneficiary.members.through, "from_beneficiary", "to_beneficiary", m.Beneficiary
            ),
        },
    ),
    "cases": Section(
        m.Case,
        ("slug", "title", "summary", "country"),
        refs={"campaign": m.Campaign},
        children={
            "beneficiaries": Child(
                m.CaseBeneficiary,
                "case",
                "rows",
                fields=("remembered",),
                refs=_PEOPLE,
                identity=("beneficiary",),
            )
        },
    ),
    "statuses": Section(
        m.StatusRecord,
        ("status", "text", "place", "as_of", "held_back"),
        dated=True,
        cited_as="status_record",
        refs=_PEOPLE,
    ),
    "sentences": Section(
        m.Sentence,
        ("step", "years", "months", "days", "hours", "fine", "court", "charge", "place", "text", "held_back"),
        dated=True,
        cited_as="sentence",
        refs={**_PEOPLE, "replaces": m.Sentence},
    ),
    "group_parts": Section(
        m.GroupPart,
        ("outcome", "size", "as_of", "held_back"),
        cited_as="group_part",
        refs={"group": m.Beneficiary},
    ),
    "events": Section(
        m.Event,
        ("kind", "text", "place", "attributed_to", "is_allegation", "held_back"),
        dated=True,
        cited_as="event",
        refs={**_CASE, **_PEOPLE},
    ),
    "figures": Section(
        m.Figure,
        ("topic", "low", "high", "unit", "qualifier", "said_by", "as_of", "note", "held_back"),
        cited_as="figure",
        refs=_CASE,
    ),
    "others_named": Section(
        m.OtherNamed, ("name", "role", "note", "held_back"), cited_as="other_named", refs=_CASE
    ),
    "demands": Section(
        m.Demand,
        ("text", "embassies_of", "addressed_to", "note", "held_back"),
        cited_as="demand",
        one_of=("targets", "embassies_of", "addressed_to"),
        refs=_CASE,
        children={
            "targets": links(m.Demand.targets.through, "demand", "target", m.Target),
            "beneficiaries": links(m.Demand.beneficiaries.through, "demand", "beneficiary", m.Beneficiary),
            "translations": Child(m.DemandText, "demand", "mapping"),
        },
    ),
    "calls": Section(
        m.Call,
        (
            *("title", "kind", "state", "state_note", "asked_by", "audience", "place", "slogan", "message"),
            *("copies_to", "embassies_of", "note", "held_back"),
        ),
        dated=True,
        cited_as="call",
        refs=_CASE,
        children={
            "targets": links(m.Call.targets.through, "call", "target", m.Target),
            "beneficiaries": links(m.Call.beneficiaries.through, "call", "beneficiary", m.Beneficiary),
            "demands": Child(
                m.CallDemand,
                "call",
                "rows",
                fields=("number",),
                refs={"demand": m.Demand},
                identity=("demand",),
            ),
            "steps": Child(m.CallStep, "call", "rows", fields=("number", "text"), identity=("number",)),
        },
    ),
    "organisations": Section(
        m.Organisation,
        ("name", "other_names", "kind", "country", "contacts", "never_merge", "note"),
        cited_as="organisation",
        children={"cases": links(m.Organisation.cases.through, "organisation", "case", m.Case)},
    ),
    "places": Section(
        m.Place,
        ("name", "country", "de_facto", "note"),
        children={
            "cases": links(m.Place.cases.through, "place", "case", m.Case),
            "names": Child(
                m.PlaceName,
                "place",
                "rows",
                fields=("name", "used_from", "used_until", "note"),
                identity=("name", "used_from"),
                cited_as="place_name",
            ),
        },
    ),
    "hazards": Section(
        m.Hazard,
        ("text", "rule"),
        cited_as="hazard",
        children={
            "cases": links(m.Hazard.cases.through, "hazard", "case", m.Case),
            "beneficiaries": links(m.Hazard.beneficiaries.through, "hazard", "beneficiary", m.Beneficiary),
        },
    ),
}
