from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from campaigns.states import TargetStatus


class TargetQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Suspended and closed offices are never offered, nor one whose fate is not known."""
        return self.filter(status=TargetStatus.OPEN)

    def answering_for(self, represents: str, *, country: str) -> Self:
        """Open embassies of a state that live in `country` or are accredited to it, and its foreign ministry at home.

        Each row says by `is_resident` and `is_accredited` why it is there.
        """
        from campaigns.models.accreditation import Accreditation

        covers = Accreditation.objects.filter(target=OuterRef("pk"), country=country)
        return (
            self.open()
            .filter(represents=represents)
            .annotate(is_resident=Q(kind="embassy", host_country=country), is_accredited=Exists(covers))
            .filter(
                Q(is_resident=True)
                | Q(kind="embassy", is_accredited=True)
                | Q(kind="foreign_ministry", host_country=represents)
            )
        )
