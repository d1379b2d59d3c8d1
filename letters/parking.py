"""Let parked letters go on when their office has a working address again."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from campaigns.models import Contact
from campaigns.states import TargetStatus
from kit.wake import wake
from letters.holding import release_all
from letters.models import Letter
from letters.states import State


@transaction.atomic
def release_parked(*, now: datetime) -> int:
    """Return how many go on. A constant number of statements and one for each office without any address before.

    A letter keeps the address that it was signed for. One that was signed when none was known takes the
    first that staff have verified of the very office it is addressed to; its text and its office stay.
    """
    parked = Letter.objects.filter(state=State.PARKED, target__status=TargetStatus.OPEN)
    # Not contact__in: that would be looked up among all letters that ever went to a working address.
    is_usable = Exists(Contact.objects.usable().filter(pk=OuterRef("contact")))
    released = release_all(parked.filter(is_usable), reason="")
    without = parked.filter(contact=None).order_by("target").values("target").distinct()
    first: dict[int, int] = {}
    for target, contact in (
        Contact.objects.usable()
        .filter(channel=Contact.Channel.EMAIL, target__in=without)
        .order_by("target", "position", "pk")
        .values_list("target", "pk")
    ):
        first.setdefault(target, contact)
    for target, contact in first.items():
        released += release_all(parked.filter(contact=None, target=target), contact=contact, reason="")
    if released:
        wake("letters.render")
    return released
