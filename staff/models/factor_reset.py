from django.conf import settings
from django.db import models
from django.db.models import F, Q


class FactorReset(models.Model):
    """A second factor that somebody had lost and a second person took away, with the reason. Never changed."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="factor_resets")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                name="staff_reset_by_a_second_person", condition=~Q(by=F("user")) & ~Q(reason="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.at:%Y-%m-%d}"
