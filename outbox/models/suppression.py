from django.db import models
from django.utils.translation import gettext_lazy as _


class Suppression(models.Model):
    """A mailbox that is never mailed. Only its keyed index is kept: the list names nobody."""

    class Cause(models.TextChoices):
        PERSON = "person", _("decided by a person")
        HARD = "hard", _("there is no such mailbox")
        SOFT = "soft", _("mail keeps coming back")
        COMPLAINT = "complaint", _("its owner complained")

    address_index = models.CharField(_("mailbox index"), max_length=64, unique=True, editable=False)
    cause = models.CharField(_("cause"), max_length=10, choices=Cause.choices, default=Cause.PERSON)
    reason = models.CharField(_("reason"), max_length=200)
    at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("suppression")
        verbose_name_plural = _("suppressions")
        constraints = [
            models.CheckConstraint(name="suppression_has_reason", condition=~models.Q(reason="")),
            models.CheckConstraint(
                name="suppression_cause_known",
                condition=models.Q(cause__in=["person", "hard", "soft", "complaint"]),
            ),
        ]
        indexes = [
            models.Index(
                name="suppression_complaints",
                fields=["address_index"],
                condition=models.Q(cause="complaint"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address_index[:8]}…"
