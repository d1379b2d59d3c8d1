from django.db import models

from campaigns.countries import country_choices
from campaigns.models.claim import Claim, Reviewed
from kit import languages


class Demand(Claim):
    """One thing asked of those in power, in English; the same demand may stand in several calls."""

    case = models.ForeignKey("campaigns.Case", on_delete=models.CASCADE, related_name="demands")
    text = models.CharField(max_length=500)
    targets = models.ManyToManyField(
        "campaigns.Target", blank=True, related_name="demands", verbose_name="addressees"
    )
    embassies_of = models.CharField(
        max_length=2,
        choices=country_choices,
        blank=True,
        help_text="Addressed to this state's embassy in the writer's own country.",
    )
    addressed_to = models.CharField(
        max_length=200, blank=True, help_text="Addressees that are no office: workers, readers."
    )
    beneficiaries = models.ManyToManyField("campaigns.Beneficiary", blank=True, related_name="demands")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["key"]
        constraints = [*Claim.Meta.constraints]

    def __str__(self) -> str:
        return self.text


class DemandText(Reviewed):
    """The demand in another language: our own translation, read by a person before it is used."""

    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=10, choices=languages.choices)
    text = models.CharField(max_length=700)

    class Meta:
        ordering = ["demand", "language"]
        constraints = [
            *Reviewed.Meta.constraints,
            models.UniqueConstraint(fields=["demand", "language"], name="campaigns_demandtext_once"),
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.text}"
