from django.db import models
from django.db.models import F, Q

from campaigns.models.claim import Claim


class Figure(Claim):
    """A number that sources dispute, kept once per source. One number has low = high; "at least" has no high."""

    case = models.ForeignKey("campaigns.Case", on_delete=models.CASCADE, related_name="figures")
    topic = models.CharField(max_length=200)
    low = models.PositiveIntegerField(null=True, blank=True)
    high = models.PositiveIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=60)
    qualifier = models.CharField(max_length=100, blank=True, help_text="“about”, “at least”, “officially”.")
    said_by = models.CharField(max_length=200)
    as_of = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["topic", "low", "pk"]
        constraints = [
            *Claim.Meta.constraints,
            models.CheckConstraint(
                name="campaigns_figure_has_number", condition=Q(low__isnull=False) | Q(high__isnull=False)
            ),
            models.CheckConstraint(
                name="campaigns_figure_in_order",
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(high__gte=F("low")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.number} {self.unit} ({self.said_by})"

    @property
    def number(self) -> str:
        if self.low == self.high:
            return str(self.low)
        if self.high is None:
            return f"{self.low} or more"
        return f"up to {self.high}" if self.low is None else f"{self.low}–{self.high}"
