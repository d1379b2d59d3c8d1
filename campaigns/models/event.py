from django.db import models

from campaigns.models.claim import Claim
from campaigns.models.dated import Dated


class Event(Claim, Dated):
    """A dated fact in a case. `attributed_to` is who says it, where the source itself reports somebody's word."""

    class Kind(models.TextChoices):
        BACKGROUND = "background", "background or role"
        PROTEST = "protest", "strike or protest"
        ARREST = "arrest"
        CHARGE = "charge"
        TRIAL = "trial"
        PRISON = "prison", "conditions of imprisonment"
        ILL_TREATMENT = "ill_treatment", "torture or ill-treatment"
        HEALTH = "health"
        THREAT = "threat"
        KILLING = "killing", "killing or death"
        RELEASE = "release"
        INQUIRY = "inquiry", "inquiry or impunity"
        SOLIDARITY = "solidarity"
        OTHER = "other"

    case = models.ForeignKey("campaigns.Case", on_delete=models.CASCADE, related_name="events")
    beneficiary = models.ForeignKey(
        "campaigns.Beneficiary", null=True, blank=True, on_delete=models.CASCADE, related_name="events"
    )
    kind = models.CharField(max_length=13, choices=Kind, default=Kind.OTHER)
    text = models.CharField(max_length=700)
    place = models.CharField(max_length=200, blank=True)
    attributed_to = models.CharField(max_length=200, blank=True)
    is_allegation = models.BooleanField(default=False)

    class Meta:
        ordering = ["date_from", "date_to", "pk"]
        constraints = [*Claim.Meta.constraints, *Dated.Meta.constraints]

    def __str__(self) -> str:
        return self.text
