from django.db import models
from django.db.models import Q

from campaigns.models.claim import Claim
from campaigns.models.dated import Dated
from campaigns.states import HOLDING, Status
from kit.staff import by_staff


class StatusRecord(Claim, Dated):
    """What a source says of a person's situation at a date. It is true `as_of` the source, never "now".

    A holding status stops the letters of every case of this person until a named person lifts the hold, with a reason.
    """

    beneficiary = models.ForeignKey(
        "campaigns.Beneficiary", on_delete=models.CASCADE, related_name="statuses"
    )
    status = models.CharField(max_length=16, choices=Status)
    text = models.CharField(max_length=500, blank=True)
    place = models.CharField(max_length=200, blank=True)
    as_of = models.DateField(
        null=True, blank=True, help_text="The day up to which the source vouches for it."
    )
    hold_lifted_at = models.DateTimeField(null=True, blank=True, editable=False)
    hold_lifted_by = by_staff()
    hold_lifted_reason = models.CharField(max_length=500, blank=True, editable=False)

    class Meta:
        ordering = ["date_to", "date_from", "pk"]
        permissions = [("lift_hold", "Can let letters leave in spite of a status")]
        constraints = [
            *Claim.Meta.constraints,
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="campaigns_statusrecord_lift_is_whole",
                condition=Q(hold_lifted_at__isnull=True, hold_lifted_by__isnull=True, hold_lifted_reason="")
                | (Q(hold_lifted_at__isnull=False, hold_lifted_by__isnull=False) & ~Q(hold_lifted_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.beneficiary}: {self.get_status_display()}, {self.date_words()}"

    @property
    def holds(self) -> bool:
        return self.status in HOLDING and self.hold_lifted_at is None
