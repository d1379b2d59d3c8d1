from django.db import models


class Hazard(models.Model):
    """Where a careless reader of the documents goes wrong. For staff only: `rule` says what must not be done."""

    key = models.CharField(max_length=80, unique=True)
    text = models.CharField(max_length=500)
    rule = models.CharField(max_length=500)
    cases = models.ManyToManyField("campaigns.Case", blank=True, related_name="hazards")
    beneficiaries = models.ManyToManyField("campaigns.Beneficiary", blank=True, related_name="hazards")

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.key} {self.text}"
