from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from campaigns.names import search_key


class BeneficiaryQuerySet(models.QuerySet):
    def named(self, name: str) -> Self:
        """Those whose name or any alias holds every word of `name`, in any script."""
        from campaigns.models.alias import Alias

        words = search_key(name).split()
        if not words:
            return self.none()
        own, other = Q(), Q(beneficiary=OuterRef("pk"))
        for word in words:
            own &= Q(search_key__contains=word)
            other &= Q(search_key__contains=word)
        return self.filter(own | Exists(Alias.objects.filter(other)))
