from django.db import models
from django.db.models import Q

from campaigns.countries import country_choices
from campaigns.models.claim import Claim
from campaigns.models.dated import Dated
from campaigns.states import CallState


class Call(Claim, Dated):
    """What somebody asked people to do, kept as what it was. Only letters can become appeals that people sign."""

    class Kind(models.TextChoices):
        LETTER = "letter"
        LOBBY = "lobby", "ask your own government or parliament"
        PICKET = "picket"
        ONLINE_FORM = "online_form", "online form or petition"
        WORK = "work", "steps at work"
        REGISTER = "register", "register for an event"
        PRISONER_LETTER = "prisoner_letter", "letter to a prisoner"
        RESOLUTION = "resolution"
        INFORMATION = "information", "spread information"
        SOLIDARITY = "solidarity", "solidarity actions"
        STATEMENT = "statement", "demand made in a statement"
        DONATION = "donation"
        OWN_CAUSE = "own_cause", "for the publisher itself, on nobody's behalf"
        OTHER = "other"

    case = models.ForeignKey("campaigns.Case", on_delete=models.CASCADE, related_name="calls")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=15, choices=Kind)
    state = models.CharField(max_length=19, choices=CallState)
    state_note = models.CharField(
        max_length=300, blank=True, help_text="Why it is closed, what became of it."
    )
    asked_by = models.CharField(max_length=500, blank=True)
    audience = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=300, blank=True)
    slogan = models.CharField(max_length=300, blank=True)
    message = models.CharField(
        max_length=700, blank=True, help_text="What the call suggests to write, in our words."
    )
    copies_to = models.CharField(
        max_length=300, blank=True, help_text="Addresses with commas between, as printed at the time."
    )
    targets = models.ManyToManyField("campaigns.Target", blank=True, related_name="calls")
    embassies_of = models.CharField(
        max_length=2,
        choices=country_choices,
        blank=True,
        help_text="Addressed to this state's embassy in the writer's own country.",
    )
    beneficiaries = models.ManyToManyField("campaigns.Beneficiary", blank=True, related_name="calls")
    demands = models.ManyToManyField(
        "campaigns.Demand", through="campaigns.CallDemand", blank=True, related_name="calls"
    )
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["date_from", "key"]
        constraints = [*Claim.Meta.constraints, *Dated.Meta.constraints]

    def __str__(self) -> str:
        return self.title

    @property
    def can_be_signed(self) -> bool:
        return self.kind == self.Kind.LETTER


class CallDemand(models.Model):
    """A demand in the list of one call, under the number that it has there: "2c"."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="items")
    demand = models.ForeignKey("campaigns.Demand", on_delete=models.CASCADE, related_name="places")
    number = models.CharField(max_length=10, blank=True, help_text="Empty where the list has no numbers.")

    class Meta:
        ordering = ["call", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "demand"], name="campaigns_calldemand_once"),
            models.UniqueConstraint(
                fields=["call", "number"], condition=~Q(number=""), name="campaigns_calldemand_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.demand}".strip()


class CallStep(models.Model):
    """One thing to do, in the order of the document: "join an independent union". A step is no demand."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)

    class Meta:
        ordering = ["call", "number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="campaigns_callstep_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text}"
