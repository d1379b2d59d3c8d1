from typing import Self

from django.db import models
from django.db.models import Q

from campaigns.states import TargetStatus


class TargetQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Suspended and closed offices are never offered."""
        return self.filter(status=TargetStatus.OPEN)

    def that_answer_for(self, represents: str, *, country: str) -> Self:
        """Open embassies of one state that live in a country or are accredited to it, and its ministry at home."""
        here = Q(host_country=country) | Q(accreditations__country=country)
        at_home = Q(kind="ministry", host_country=represents)
        return self.open().filter(Q(kind="embassy") & here | at_home, represents=represents).distinct()
