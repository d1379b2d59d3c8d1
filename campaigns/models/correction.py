from typing import Any

from django.db import models
from django.db.models import F, Q

from campaigns.states import CorrectionState
from kit.staff import by_staff

# What may be proposed, in the order in which it is shown.
FIELDS = {
    "email": ("email",),
    "post": ("address_lines", "postcode", "city"),
    "office": ("status", "website", "phone"),
}


class CorrectionQuerySet(models.QuerySet):
    def open(self) -> "CorrectionQuerySet":
        return self.filter(state=CorrectionState.PROPOSED)


class Correction(models.Model):
    """What somebody outside says is wrong with an office or one of its addresses, and what is right.

    Nothing is kept about who said it: no name, no address, no hour. `proposed` and `before` are {column: value};
    `before` is what stood there when it was proposed and, once it is accepted, what it replaced. Everything in
    `proposed` and `source` was typed by the public.
    """

    class About(models.TextChoices):
        """An address without a contact is one that the directory does not have yet."""

        EMAIL = "email", "a mail address"
        POST = "post", "a postal address"
        OFFICE = "office", "the office itself"

    target = models.ForeignKey("campaigns.Target", on_delete=models.CASCADE, related_name="corrections")
    about = models.CharField(max_length=6, choices=About)
    contact = models.ForeignKey(
        "campaigns.Contact", null=True, blank=True, on_delete=models.CASCADE, related_name="corrections"
    )
    proposed = models.JSONField()
    before = models.JSONField(default=dict)
    source = models.TextField("known from")
    digest = models.CharField(max_length=64, editable=False)
    state = models.CharField(
        max_length=10, choices=CorrectionState, default=CorrectionState.PROPOSED, editable=False
    )
    proposed_on = models.DateField()
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = by_staff()
    reason = models.CharField(max_length=300, blank=True, editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = [F("decided_at").desc(nulls_first=True), "proposed_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="campaigns_correction_decision_is_whole",
                condition=Q(state="proposed", decided_at__isnull=True, decided_by__isnull=True, reason="")
                | (
                    Q(state__in=["accepted", "declined", "superseded"])
                    & Q(decided_at__isnull=False, decided_by__isnull=False)
                    & ~Q(reason="")
                ),
            ),
            models.CheckConstraint(
                name="campaigns_correction_office_has_no_contact",
                condition=Q(about__in=["email", "post"]) | Q(about="office", contact__isnull=True),
            ),
            models.CheckConstraint(name="campaigns_correction_has_source", condition=~Q(source="")),
            models.UniqueConstraint(
                fields=["digest"],
                condition=Q(state="proposed"),
                name="campaigns_correction_waits_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target}: {self.get_about_display()}"

    @property
    def is_open(self) -> bool:
        return self.state == CorrectionState.PROPOSED

    def standing(self) -> dict[str, Any]:
        """What stands in the directory now, by column; empty strings for an address it does not have."""
        subject = self.target if self.about == self.About.OFFICE else self.contact
        return {column: getattr(subject, column, "") for column in FIELDS[self.about]}

    def difference(self) -> list[tuple[str, str, str]]:
        """(column, old, proposed) of what would change, or of what was decided about."""
        old = self.standing() if self.is_open else self.before
        return [
            (column, old.get(column, ""), self.proposed[column])
            for column in FIELDS[self.about]
            if column in self.proposed and self.proposed[column] != old.get(column, "")
        ]
