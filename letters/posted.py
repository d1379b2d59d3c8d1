"""Count a letter that was posted on paper: once, whoever says so first, and apart from what went by mail.

Two can say so: a person who marks it from a batch, and the provider that printed it. Handed to either is not posted.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from appeals.models import Tally
from letters.models import Letter


def count_posted(*, letter: Letter, via: str, now: datetime) -> bool:
    """Return whether this counted. `via` is one of Letter.PostedVia; a second word about the same letter changes nothing."""
    return bool(count_all_posted(Letter.objects.filter(pk=letter.pk), via=via, now=now))


@transaction.atomic
def count_all_posted(letters: "QuerySet[Letter]", *, via: str, now: datetime) -> int:
    """Return how many of `letters` counted. Two statements for each of their appeals, and one to find those."""
    counted = 0
    for appeal, mine in _by_appeal(letters):
        moved = mine.filter(posted_at=None).update(posted_at=now, posted_via=via)
        if moved:
            Tally.objects.filter(appeal=appeal).update(posted=F("posted") + moved)
        counted += moved
    return counted


def take_back(*, letter: Letter, via: str) -> bool:
    """ "It was not posted after all". Only who said so can take it back: what the other one knows still holds."""
    return bool(take_all_back(Letter.objects.filter(pk=letter.pk), via=via))


@transaction.atomic
def take_all_back(letters: "QuerySet[Letter]", *, via: str) -> int:
    """Return how many of `letters` no longer count."""
    taken = 0
    for appeal, mine in _by_appeal(letters):
        moved = mine.filter(posted_at__isnull=False, posted_via=via).update(posted_at=None, posted_via="")
        if moved:
            Tally.objects.filter(appeal=appeal).update(posted=F("posted") - moved)
        taken += moved
    return taken


def _by_appeal(letters: "QuerySet[Letter]") -> "list[tuple[int, QuerySet[Letter]]]":
    """In order: two that count the same letters wait for each other's tallies in one direction only."""
    chosen = letters.order_by()
    appeals = sorted(set(chosen.values_list("appeal", flat=True)))
    # The rows are asked themselves when they are changed, not over what `letters` joins: a rival's word stands.
    return [
        (appeal, Letter.objects.filter(pk__in=chosen.filter(appeal=appeal).values("pk")))
        for appeal in appeals
    ]
