"""Pause a campaign: no letter and no update about its cases leaves, until a person says that they go on where they stood.

Confirmations leave: whoever signs meanwhile is not left waiting, and their letter waits with the others.

What already waits in the outbox is held by its own kind when its turn to leave comes, under `campaign_ref`.
"""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from campaigns.models import Campaign
from kit.refusals import Refused, reason_of
from kit.wake import wake
from outbox.holding import held_for, release_held_for
from outbox.states import Stream
from trail.recording import recorded

GOES_ON = "The campaign goes on."


def campaign_ref(campaign: int | str) -> str:
    return f"campaign:{campaign}"


def paused_because(campaign: Campaign) -> str:
    return f"The campaign is paused: {campaign.paused_reason}"[:300]


@recorded
def pause(*, campaign: Campaign, by: AbstractBaseUser, reason: str, now: datetime) -> None:
    said = reason_of(reason)
    running = Campaign.objects.filter(pk=campaign.pk, paused_at=None)
    if not running.update(paused_at=now, paused_by=by, paused_reason=said):
        raise Refused("This campaign is paused already.")
    campaign.refresh_from_db()


@recorded
@transaction.atomic
def go_on(*, campaign: Campaign, by: AbstractBaseUser, reason: str, now: datetime) -> int:
    """Return how many messages had been held in the outbox meanwhile; they are queued again."""
    said = reason_of(reason)
    paused = Campaign.objects.filter(pk=campaign.pk, paused_at__isnull=False)
    if not paused.update(paused_at=None, paused_by=None, paused_reason=""):
        raise Refused("This campaign is not paused.")
    campaign.refresh_from_db()
    wake("letters.dispatch")
    return release_held_for(campaign_ref(campaign.pk), by=by, reason=said, now=now)


def free_forgotten(*, now: datetime) -> int:
    """Queue again what a worker held for a pause that ended while it was doing so. One statement when nothing is held."""
    numbers = held_for(campaign_ref(""), streams=[Stream.LETTER, Stream.MAILING])
    if not numbers:
        return 0
    on_their_way = Campaign.objects.filter(pk__in=numbers, paused_at=None).values_list("pk", flat=True)
    return sum(release_held_for(campaign_ref(pk), by=None, reason=GOES_ON, now=now) for pk in on_their_way)
