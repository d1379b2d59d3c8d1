"""What the read API tells of the offices that letters go to: what the public directory says, as shapes."""

from datetime import date, datetime

from ninja import Field, Schema

from appeals import showing
from appeals.telling import Page
from campaigns import directory
from campaigns.directory import Address, Office


class AddressTold(Schema):
    channel: str = Field(description="email or post")
    lines: list[str] = Field(description="the mail address, or the postal one as its country orders it")
    health: str = Field(description="unverified, working, failing or dead")
    verified_on: date | None = Field(description="when a person here last checked it")
    is_good: bool = Field(
        description="working, and verified not too long ago: letters go only to such addresses"
    )


class OfficeTold(Schema):
    key: str
    url: str
    name: str
    name_local: str = Field(description="as it is written on the envelope")
    kind: str = Field(
        description="embassy, government, court and so on; de_facto: a de facto authority, not a state's"
    )
    represents: str = Field(description="the state it acts for, ISO 3166-1 code; empty for none")
    host_country: str = Field(description="where it is, ISO 3166-1 code")
    city: str
    covers: list[str] = Field(description="further countries, ISO 3166-1 codes")
    status: str = Field(description="open, suspended, closed or unknown; letters go only to an open one")
    website: str
    phone: str
    as_of: str = Field(description="a year, month or day: how old all but the addresses is")
    addresses: list[AddressTold]


class OfficePage(Page):
    items: list[OfficeTold]


COLUMNS = (
    *(
        "key",
        "name",
        "name_local",
        "kind",
        "represents",
        "host_country",
        "city",
        "status",
        "website",
        "phone",
    ),
    "as_of",
)


def offices(found: list[Office], *, language: str) -> list[OfficeTold]:
    return [_office(one, language) for one in found]


def office(key: str, *, language: str, now: datetime) -> OfficeTold | None:
    found = directory.office(key=key, now=now)
    return _office(found, language) if found else None


def _office(office: Office, language: str) -> OfficeTold:
    target = office.target
    return OfficeTold(
        **{name: getattr(target, name) for name in COLUMNS},
        url=showing.address("office", target.key, language=language),
        covers=[one.country for one in target.accreditations.all()],
        addresses=[_address(one) for one in office.addresses],
    )


def _address(address: Address) -> AddressTold:
    contact = address.contact
    return AddressTold(
        channel=contact.channel,
        lines=address.lines,
        health=contact.health,
        # What a demonstration verified nobody has looked at.
        verified_on=None if contact.for_demonstration else contact.verified_on,
        is_good=address.is_good,
    )
