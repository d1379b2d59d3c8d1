"""Whose campaigns somebody of the staff may see: all of them, or those that a partner works on."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import QuerySet

from campaigns.models import Campaign

EVERY = "campaigns.every_campaign"


def theirs(queryset: QuerySet, user: AbstractBaseUser | AnonymousUser, *, campaign: str) -> QuerySet:
    """Narrow any queryset to what `user` may see; `campaign` is the path to the campaign: "pk", "campaign", "case__campaign".

    Nothing without the right and without a partnership. No statement of its own: it stands inside the caller's.
    """
    person: Any = user
    if person.has_perm(EVERY):
        return queryset
    mine = Campaign.objects.filter(partnerships__user=person.pk)
    return queryset.filter(**{f"{campaign}__in": mine})
