from django.db import models
from django.db.models import Q

from campaigns.models.claim import Claim


class GroupPart(Claim):
    """What became of part of a group: 3 of 37 cleared."""

    group = models.ForeignKey("campaigns.Beneficiary", on_delete=models.CASCADE, related_name="parts")
    outcome = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    as_of = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["group", "pk"]
        constraints = [
            *Claim.Meta.constraints,
            models.CheckConstraint(name="campaigns_grouppart_not_empty", condition=Q(size__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.size} {self.outcome}"
