from django.db import models

from campaigns.models.claim import Claim
from campaigns.models.dated import Dated


class Sentence(Claim, Dated):
    """What a court imposed or changed. Empty numbers are not stated; `replaces` is the sentence that this one changed."""

    class Step(models.TextChoices):
        IMPOSED = "imposed"
        REDUCED = "reduced", "reduced on appeal"
        UPHELD = "upheld"
        SUSPENDED = "suspended"
        AMNESTIED = "amnestied"
        CLEARED = "cleared"

    beneficiary = models.ForeignKey(
        "campaigns.Beneficiary", on_delete=models.CASCADE, related_name="sentences"
    )
    step = models.CharField(max_length=9, choices=Step, default=Step.IMPOSED)
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaced_by"
    )
    years = models.PositiveSmallIntegerField(null=True, blank=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    hours = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Hours of community service.")
    fine = models.CharField(max_length=100, blank=True)
    court = models.CharField(max_length=300, blank=True)
    charge = models.CharField(max_length=500, blank=True)
    place = models.CharField(max_length=300, blank=True, help_text="Where it is or was served.")
    text = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["date_to", "date_from", "pk"]
        constraints = [*Claim.Meta.constraints, *Dated.Meta.constraints]

    def __str__(self) -> str:
        amounts = (
            (self.years, "years"),
            (self.months, "months"),
            (self.days, "days"),
            (self.hours, "hours of service"),
        )
        told = (
            ", ".join(f"{number} {unit}" for number, unit in amounts if number is not None)
            or "length not stated"
        )
        return f"{self.beneficiary}: {self.get_step_display()}, {told}"
