from django.db import models
from django.db.models import Q

CLAIMS = (
    "status_record",
    "sentence",
    "event",
    "figure",
    "group_part",
    "demand",
    "call",
    "alias",
    "other_named",
    "beneficiary",
    "target",
    "organisation",
    "place_name",
    "hazard",
)


def exactly_one() -> Q:
    condition = Q()
    for chosen in CLAIMS:
        condition |= Q(**{f"{name}__isnull": name != chosen for name in CLAIMS})
    return condition


def _claim(model: str) -> models.ForeignKey:
    return models.ForeignKey(
        f"campaigns.{model}", null=True, blank=True, on_delete=models.CASCADE, related_name="citations"
    )


class Citation(models.Model):
    """Where a source says a claim, or names somebody: exactly one of them, one source, its lines."""

    source = models.ForeignKey("campaigns.Source", on_delete=models.PROTECT, related_name="citations")
    lines = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=300, blank=True)
    status_record = _claim("StatusRecord")
    sentence = _claim("Sentence")
    event = _claim("Event")
    figure = _claim("Figure")
    group_part = _claim("GroupPart")
    demand = _claim("Demand")
    call = _claim("Call")
    alias = _claim("Alias")
    other_named = _claim("OtherNamed")
    # Where the documents speak of somebody or something at all; what they say of it are claims of their own.
    beneficiary = _claim("Beneficiary")
    target = _claim("Target")
    organisation = _claim("Organisation")
    place_name = _claim("PlaceName")
    hazard = _claim("Hazard")

    class Meta:
        ordering = ["source", "lines", "pk"]
        constraints = [
            models.CheckConstraint(name="campaigns_citation_exactly_one_claim", condition=exactly_one())
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.lines}" if self.lines else str(self.source)
