from django.db import models

from campaigns.models.claim import Claim
from campaigns.names import SearchKeyField


class OtherNamed(Claim):
    """A person whom the sources name and who is no beneficiary: judges, officials, politicians, authors."""

    case = models.ForeignKey(
        "campaigns.Case", null=True, blank=True, on_delete=models.CASCADE, related_name="others_named"
    )
    name = models.CharField(max_length=200)
    search_key = SearchKeyField(of="name")
    role = models.CharField(max_length=400)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "others named"
        constraints = [*Claim.Meta.constraints]

    def __str__(self) -> str:
        return f"{self.name}, {self.role}"
