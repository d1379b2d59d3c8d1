"""The public directory of offices: where they are, whom they answer to, how to write to them and how old that knowledge is."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Prefetch, QuerySet

from campaigns import phrasing
from campaigns.models import Accreditation, Contact, Target
from campaigns.models.contact_querysets import oldest_fresh
from campaigns.office_words import health_words
from campaigns.states import Health
from kit.addresses import address_lines


@dataclass(frozen=True)
class Address:
    """One contact as it is shown. `lines`: the address as its country's post orders it, or the mail address."""

    contact: Contact
    lines: list[str]
    health: str  # in words
    is_good: bool  # verified by a person, working, and not too long ago


@dataclass(frozen=True)
class Office:
    target: Target
    addresses: list[Address]


@dataclass(frozen=True)
class Choices:
    """(code, name) of the countries that some office acts for, and of those that some office is in, by name."""

    represents: list[tuple[str, str]]
    host: list[tuple[str, str]]


def choices() -> Choices:
    """One query."""
    pairs = list(Target.objects.order_by().values_list("represents", "host_country").distinct())
    return Choices(_named({one for one, _ in pairs}), _named({one for _, one in pairs}))


def offices(*, represents: str = "", host: str = "", now: datetime) -> list[tuple[str, list[Office]]]:
    """(code of the state or "", its offices) by the state's name in the reader's language. Two queries."""
    wanted = {"represents": represents, "host_country": host}
    targets = Target.objects.filter(**{column: code for column, code in wanted.items() if code})
    found = [_office(target, now) for target in _with_contacts(targets).order_by("name", "pk")]
    found.sort(key=lambda one: (not one.target.represents, _name(one.target.represents)))
    return [(code, list(some)) for code, some in groupby(found, key=lambda one: one.target.represents)]


def office(*, key: str, now: datetime) -> Office | None:
    return next(iter(in_full(Target.objects.filter(key=key), now=now)), None)


def in_full(targets: QuerySet[Target], *, now: datetime) -> list[Office]:
    """With the countries that each one covers (`target.accreditations.all()`). Three queries, or one when there is none."""
    covers = Prefetch("accreditations", Accreditation.objects.order_by("country"))
    return [_office(target, now) for target in _with_contacts(targets).prefetch_related(covers)]


def _with_contacts(targets: QuerySet[Target]) -> QuerySet[Target]:
    shown = Contact.objects.public().order_by("channel", "position", "pk")
    return targets.prefetch_related(Prefetch("contacts", shown))


def _office(target: Target, now: datetime) -> Office:
    """The target comes from _with_contacts, which leaves out what is not public."""
    return Office(target, [_address(target, contact, now) for contact in target.contacts.all()])


def _address(target: Target, contact: Contact, now: datetime) -> Address:
    verified_on = contact.verified_on if contact.health == Health.WORKING else None
    is_good = verified_on is not None and verified_on >= oldest_fresh(now) and not contact.for_demonstration
    return Address(contact, _lines(target, contact), health_words(contact, now), is_good)


def _lines(target: Target, contact: Contact) -> list[str]:
    if contact.channel == Contact.Channel.EMAIL:
        return [contact.email]
    recipient = {
        "name": target.name_local or target.name,
        "address_lines": [line for line in contact.address_lines.splitlines() if line.strip()],
        "postcode": contact.postcode,
        "city": contact.city,
        "country": target.host_country,
        "country_line": _name(target.host_country),
    }
    return address_lines(recipient)


def _named(codes: set[str]) -> list[tuple[str, str]]:
    return sorted(((code, _name(code)) for code in codes if code), key=lambda one: one[1])


def _name(code: str) -> str:
    return phrasing.country_words(code) if code else ""
