"""Which office a letter goes to: the resident mission, else the one accredited, else the fallback, else the ministry.

Suspended and closed missions are never offered. A target without a usable contact is still the right one: its letters
wait for somebody to verify an address.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.models import Contact, Target
from kit.languages import country_name


@dataclass(frozen=True)
class Route:
    target: Target
    email: Contact | None
    post: Contact | None
    reason: str  # in words, in the language of the moment


def route(*, country: str, represents: str, fallback: Target | None = None) -> Route | None:
    """Return the office of the state `represents` for a supporter in `country` (ISO 3166-1 alpha-2). Two queries."""
    found: list[Any] = list(Target.objects.answering_for(represents, country=country).order_by("pk"))
    here, of = _name(country), _name(represents)
    resident = next((target for target in found if target.is_resident), None)
    accredited = next(
        (target for target in found if target.kind == Target.Kind.EMBASSY and target.is_accredited), None
    )
    ministry = next((target for target in found if target.kind == Target.Kind.FOREIGN_MINISTRY), None)
    if country == represents:
        nobody = _("You write from the country itself (%(country)s), where it has no embassy.") % {
            "country": here
        }
    else:
        nobody = _("No embassy of %(state)s is known that answers for %(country)s.") % {
            "state": of,
            "country": here,
        }
    if resident:
        reason = _("This is the embassy of %(state)s in your country, %(country)s.") % {
            "state": of,
            "country": here,
        }
        return with_contacts(resident, reason)
    if accredited:
        place = accredited.city or _name(accredited.host_country)
        reason = _("The embassy of %(state)s in %(city)s also covers %(country)s.")
        return with_contacts(accredited, reason % {"state": of, "city": place, "country": here})
    if fallback and fallback.status == "open":
        return with_contacts(fallback, f"{nobody} " + _("So the letter goes to this office."))
    if ministry:
        return with_contacts(ministry, f"{nobody} " + _("So the letter goes to the ministry at home."))
    return None


def _name(country: str) -> str:
    return country_name(country, (get_language() or "en").split("-")[0])


def with_contacts(target: Target, reason: str) -> Route:
    """The office with the first usable address of each kind. One query."""
    first: dict[str, Contact] = {}
    for contact in Contact.objects.usable().filter(target=target).order_by("position", "pk"):
        first.setdefault(contact.channel, contact)
    return Route(target, first.get(Contact.Channel.EMAIL), first.get(Contact.Channel.POST), reason)
