"""Contacts are checked by a named person, on a day, in a way that is written down. Nothing else makes one usable."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from campaigns.models import Contact
from campaigns.states import Health
from kit.refusals import Refused, reason_of
from trail.recording import recorded

# What may be changed without making it another address than the one that was checked.
NOT_THE_ADDRESS = frozenset({"note", "position"})


@recorded
def verify_contacts(
    *, contacts: QuerySet, how: str, by: AbstractBaseUser, now: datetime, for_demonstration: bool = False
) -> int:
    """Mark contacts as verified and working, in one statement; return how many. `how`: the page or call that showed it."""
    said = reason_of(how, ask="Say how this address was checked: the page, the letter, the call.")
    if for_demonstration and not settings.OUTCRY_DEMO:
        raise Refused("Only the demonstration may verify contacts for a demonstration.")
    if for_demonstration:
        # What a person has really verified must not become an invented verification.
        contacts = contacts.filter(Q(verified_on__isnull=True) | Q(for_demonstration=True))
    return Contact.objects.filter(pk__in=contacts.values("pk")).update(
        health=Health.WORKING,
        verified_on=timezone.localdate(now),
        verified_by=by,
        verified_how=said,
        for_demonstration=for_demonstration,
    )


@recorded
def verify_contact(
    *, contact: Contact, how: str, by: AbstractBaseUser, now: datetime, for_demonstration: bool = False
) -> None:
    rows = Contact.objects.filter(pk=contact.pk)
    verify_contacts(contacts=rows, how=how, by=by, now=now, for_demonstration=for_demonstration)
    contact.refresh_from_db()


@recorded
def doubt_contact(*, contact: Contact, health: str, by: AbstractBaseUser, now: datetime) -> None:
    """What a person knows of an address: that it fails, or is dead."""
    doubt_contacts(contacts=Contact.objects.filter(pk=contact.pk), health=health)


def doubt_contacts(*, contacts: QuerySet, health: str) -> int:
    """Record that addresses are failing or dead; the verification of old stays on them as history. One statement."""
    if health not in {Health.FAILING, Health.DEAD}:
        raise Refused("A contact in doubt is failing or dead.", field="health")
    return Contact.objects.filter(pk__in=contacts.values("pk")).update(health=health)


def forget_verification(*, contacts: QuerySet) -> int:
    """An address that was changed has not been checked, nor does it fail as the old one did: back to unverified. One statement."""
    changed = Contact.objects.filter(pk__in=contacts.values("pk")).exclude(health=Health.UNVERIFIED)
    return changed.update(
        health=Health.UNVERIFIED, verified_on=None, verified_by=None, verified_how="", for_demonstration=False
    )
